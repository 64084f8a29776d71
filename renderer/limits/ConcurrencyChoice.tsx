import { CONCURRENCY_MAX } from '../../shared/settings.ts';
import { useApp, useAppContext } from '../state/context.ts';
import { settingsOf } from '../state/settings.ts';
import { en } from '../strings/en.ts';

const words = en.limits;
const COUNTS = Array.from({ length: CONCURRENCY_MAX }, (_, index) => index + 1);

/** How many uploads move at the same time. */
export function ConcurrencyChoice() {
  const { commands } = useAppContext();
  const concurrency = useApp((state) => settingsOf(state).concurrency);
  return (
    <select
      className="quiet-select"
      aria-label={words.concurrency}
      title={words.concurrency}
      value={concurrency}
      onChange={(event) => void commands.set({ concurrency: Number(event.target.value) })}
    >
      {COUNTS.map((count) => (
        <option key={count} value={count}>
          {words.atATime(count)}
        </option>
      ))}
    </select>
  );
}
