import type { DecodedState } from '../../shared/inspection.ts';
import { en } from '../strings/en.ts';

const words = en.inspector.folder.state;

/** A hash state taken apart: all that a digest needs to go on from there. */
export function DecodedStateView({ state }: { state: DecodedState }) {
  const { algorithm, words: chaining, tailBytes, blockBytes, length, digest } = state;
  return (
    <div className="decoded">
      <h3>{words.title(algorithm, length)}</h3>
      <dl>
        <dt>{words.words}</dt>
        <dd>
          <code className={algorithm === 'sha256' ? 'hash-words' : 'hash-words long'}>
            {chaining.map((word, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a word is what it is by its place.
              <span key={index}>{word}</span>
            ))}
          </code>
        </dd>
        <dt>{words.tail}</dt>
        <dd>
          <meter min={0} max={blockBytes} value={tailBytes} aria-label={words.tail} />
          {words.tailOf(tailBytes, blockBytes)}
        </dd>
        <dt>{words.length}</dt>
        <dd>{words.count(length)}</dd>
        <dt>{words.digest}</dt>
        <dd>
          <code>{digest}</code>
        </dd>
      </dl>
    </div>
  );
}
