import { useMemo } from 'react';
import { useApp, useAppContext } from '../state/context.ts';
import { matches } from '../state/selectors.ts';
import { en } from '../strings/en.ts';
import { Button } from '../ui/Button.tsx';
import { visibleText } from '../ui/visibleText.ts';
import { useLog } from './useLog.ts';

/** Entries on the page: whoever wants more exports the log. */
const SHOWN_MAX = 500;

/** What the app has noted, newest first. The window's search narrows it. */
export function LogPage() {
  const { commands } = useAppContext();
  const { entries, error } = useLog();
  const query = useApp((state) => state.query);
  const words = en.shell.log;
  const found = useMemo(
    () => (entries ?? []).filter(({ text }) => matches(query, text)).toReversed(),
    [entries, query],
  );
  return (
    <div className="page log">
      <div className="page-column wide">
        <div className="page-head">
          <h1 className="page-title">{words.title}</h1>
          <Button onClick={() => void commands.exportLog()}>{words.export}</Button>
          <Button onClick={() => commands.togglePage('log')}>{words.close}</Button>
        </div>
        <p className="note">{words.hint}</p>
        {error !== null && <p className="note bad">{en.explain(error).title}</p>}
        {entries !== null && found.length === 0 && <p className="nothing">{words.noMatch(query)}</p>}
        <ol className="log-entries" aria-label={words.title}>
          {found.slice(0, SHOWN_MAX).map(({ at, text }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: entries are told apart by nothing but their place.
            <li key={index}>
              <time dateTime={new Date(at).toISOString()}>{words.at(at)}</time>
              <span className="mono">{text.split('\n').map(visibleText).join('\n')}</span>
            </li>
          ))}
        </ol>
        {found.length > SHOWN_MAX && <p className="note">{words.more(found.length - SHOWN_MAX)}</p>}
      </div>
    </div>
  );
}
