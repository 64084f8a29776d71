import type { Contents } from '../../shared/contents.ts';
import type { UploadView } from '../../shared/upload.ts';
import type { LiveUpload } from '../state/context.ts';
import { en } from '../strings/en.ts';
import { Untrusted } from '../ui/Untrusted.tsx';
import { visibleText } from '../ui/visibleText.ts';
import { EntryTree } from './EntryTree.tsx';
import { type LookedContents, useContents } from './useContents.ts';

const words = en.contents;

/** What is inside of an upload: the entries of a tar so far, or in plain words that it is none. */
export function ContentsTab({ live: { upload } }: { live: LiveUpload }) {
  if (upload.status.kind === 'cancelled') return <p className="quiet">{words.gone}</p>;
  return <Looking upload={upload} />;
}

function Looking({ upload }: { upload: UploadView }) {
  const looked = useContents(upload);
  const { value, error } = looked;
  // That another look took its place is no failure; the next answer is on its way.
  if (error !== null && error.code !== 'CANCELLED') return <p className="note bad">{en.explain(error).title}</p>;
  if (value === null) return null;
  return (
    <div className="contents">
      <p className="contents-what">{words.what(value.format, value.packing)}</p>
      <p className="quiet">{words.progress(value)}</p>
      {value.stop !== null && <p className="note risk">{words.stops[value.stop]}</p>}
      {value.format === 'tar' && <Entries name={visibleText(upload.name)} contents={value} looked={looked} />}
    </div>
  );
}

function Entries({ name, contents, looked }: { name: string; contents: Contents; looked: LookedContents }) {
  const { entries, totalSize, notKept, rows, rowsLeftOut, biggest } = contents;
  const { query, search, toggle } = looked;
  return (
    <>
      <p className="quiet">{words.totals(entries, totalSize)}</p>
      {notKept > 0 && <p className="note risk">{words.notKept(notKept)}</p>}
      <input
        type="search"
        className="contents-search"
        aria-label={words.search}
        placeholder={words.search}
        autoComplete="off"
        spellCheck={false}
        value={query}
        onChange={(event) => search(event.target.value)}
        onKeyDown={(event) => {
          // The first Escape ends the search, the next one closes the inspector.
          if (event.key !== 'Escape' || query === '') return;
          event.preventDefault();
          search('');
        }}
      />
      {rows.length === 0 ? (
        <p className="quiet">{query === '' ? words.none : words.noMatch(visibleText(query))}</p>
      ) : (
        <EntryTree label={words.tree(name)} rows={rows} onToggle={toggle} />
      )}
      {rowsLeftOut > 0 && <p className="quiet">{words.rowsLeftOut(rowsLeftOut)}</p>}
      {biggest.length > 0 && (
        <section className="biggest">
          <h3 id="biggest">{words.biggest}</h3>
          <ol aria-labelledby="biggest">
            {biggest.map((row) => (
              <li key={row.node}>
                <Untrusted text={row.name} className="wraps" />
                <span className="entry-size">{words.size(row.size)}</span>
                <meter min={0} max={totalSize} value={row.size} aria-label={words.share} />
              </li>
            ))}
          </ol>
        </section>
      )}
    </>
  );
}
