import { useVirtualizer } from '@tanstack/react-virtual';
import Box from 'lucide-react/icons/box';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import { dropTarget } from '../add/useFileDrop.ts';
import { useApp, useAppContext, useMirror } from '../state/context.ts';
import { type ListedRepository, listedRepositories, matches } from '../state/selectors.ts';
import { en } from '../strings/en.ts';
import { useRovingFocus } from '../ui/useRovingFocus.ts';
import { visibleText } from '../ui/visibleText.ts';
import { RepositoryPath } from './RepositoryPath.tsx';

/** As `.nav` is high. */
const ITEM_HEIGHT = 30;

/** From as many on, they can be searched. */
const SEARCH_FROM = 8;

const NONE: readonly ListedRepository[] = [];

/** The store's repositories in the side bar: one tab stop for any number, of which only those in sight exist. */
export function RepositoryNav({ viewport }: { viewport: HTMLElement | null }) {
  const all = useMirror((mirror) => listedRepositories(mirror.repositories, mirror.uploads), NONE);
  const catalog = useMirror((mirror) => mirror.catalog, null);
  const { store } = useAppContext();
  const wanted = useApp((state) => state.repositoryQuery);
  const setWanted = (repositoryQuery: string) => store.setState({ repositoryQuery });
  const shown = useMemo(() => (wanted === '' ? all : all.filter(({ name }) => matches(wanted, name))), [all, wanted]);
  const words = en.repositories;
  const reading = catalog?.state === 'reading';
  if (all.length === 0 && !reading) return null;
  return (
    <section aria-label={words.title}>
      <h2>
        {words.title}
        {catalog !== null && catalog.error !== null && (
          <TriangleAlert className="icon" role="img" aria-label={words.unread} />
        )}
      </h2>
      {(all.length >= SEARCH_FROM || wanted !== '') && (
        <input
          type="text"
          className="input side-find"
          aria-label={words.find}
          placeholder={words.find}
          autoComplete="off"
          spellCheck={false}
          value={wanted}
          onChange={(event) => setWanted(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') setWanted('');
          }}
        />
      )}
      {all.length === 0 && reading && <p className="note side-note">{words.reading}</p>}
      {all.length > 0 && shown.length === 0 && <p className="note side-note">{words.noMatch}</p>}
      {shown.length > 0 && <Items shown={shown} viewport={viewport} />}
    </section>
  );
}

function Items({ shown, viewport }: { shown: readonly ListedRepository[]; viewport: HTMLElement | null }) {
  const { store } = useAppContext();
  const page = useApp((state) => state.page);
  const list = useRef<HTMLUListElement>(null);
  const [top, setTop] = useState(0);
  const open = page.kind === 'repository' ? page.name : null;
  const [focused, setFocused] = useState<string | null>(open);
  const keys = useMemo(() => shown.map(({ name }) => name), [shown]);
  // Where the list begins depends on what stands above it.
  useLayoutEffect(() => {
    setTop(list.current?.offsetTop ?? 0);
  });
  const virtualizer = useVirtualizer({
    count: shown.length,
    getScrollElement: () => viewport,
    estimateSize: () => ITEM_HEIGHT,
    getItemKey: (index) => keys[index] ?? index,
    scrollMargin: top,
    overscan: 8,
  });
  const current = focused !== null && keys.includes(focused) ? focused : (keys[0] ?? null);
  const roving = useRovingFocus({
    keys,
    current: focused,
    viewport: list,
    onCurrent: setFocused,
    scrollTo: (index) => virtualizer.scrollToIndex(index),
    pageSize: () => Math.max(1, virtualizer.getVirtualItems().length - 16),
  });
  return (
    <ul ref={list} className="side-list" style={{ height: virtualizer.getTotalSize() }} onBlur={roving.onBlur}>
      {virtualizer.getVirtualItems().map((item) => {
        const repository = shown[item.index];
        if (repository === undefined) return null;
        const { name } = repository;
        return (
          <li
            key={name}
            aria-posinset={item.index + 1}
            aria-setsize={shown.length}
            style={{ transform: `translateY(${item.start - top}px)` }}
          >
            <button
              type="button"
              className={`nav ${name === open ? 'on' : ''} ${repository.problems > 0 ? 'urgent' : ''}`}
              data-key={name}
              {...dropTarget(name)}
              aria-current={name === open ? 'page' : undefined}
              tabIndex={name === current ? 0 : -1}
              title={visibleText(name)}
              onFocus={() => setFocused(name)}
              onKeyDown={(event) => roving.onKey(item.index, event)}
              onClick={() =>
                store.setState({
                  page: { kind: 'repository', name, tab: repository.layers === 0 ? 'uploads' : 'layers' },
                  query: '',
                })
              }
            >
              <Item repository={repository} />
            </button>
          </li>
        );
      })}
    </ul>
  );
}

function Item({ repository: { name, layers, uploads, problems } }: { repository: ListedRepository }) {
  const words = en.repositories;
  return (
    <>
      {problems > 0 ? (
        <TriangleAlert className="icon" role="img" aria-label={words.hasProblems(problems)} />
      ) : (
        <Box className="icon" aria-hidden="true" />
      )}
      <RepositoryPath name={name} />
      <span className="nav-count">
        {uploads > 0 && (
          <span className="nav-moving" title={words.underWay(uploads)}>
            <span className="visually-hidden">{words.underWay(uploads)}</span>
          </span>
        )}
        {layers > 0 && words.count(layers)}
        <span className="visually-hidden">{words.layers(layers)}</span>
      </span>
    </>
  );
}
