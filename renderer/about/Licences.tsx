import { useEffect, useState } from 'react';
import { useAppContext } from '../state/context.ts';
import { notifyError } from '../state/store.ts';
import { en } from '../strings/en.ts';

const words = en.about;

/** The licences of everything in the package. */
export function Licences() {
  const { bridge, store } = useAppContext();
  const [text, setText] = useState<string | null>(null);
  useEffect(() => {
    let closed = false;
    bridge.call('app:licences').then(
      (answer) => {
        if (!closed) setText(answer);
      },
      (error: unknown) => notifyError(store, error),
    );
    return () => {
      closed = true;
    };
  }, [bridge, store]);
  return (
    <section>
      <h2>{words.licences}</h2>
      <p className="note">{words.own}</p>
      {text === '' && <p className="note">{words.licencesNone}</p>}
      {text !== null && text !== '' && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
        <pre className="licences mono" tabIndex={0} role="region" aria-label={words.licencesLabel}>
          {text}
        </pre>
      )}
      <p className="note">{words.chromium}</p>
    </section>
  );
}
