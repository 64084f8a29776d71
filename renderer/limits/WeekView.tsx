import { DAY_MINUTES, type RateRule, ruleAt, systemWallTime } from '../../shared/rateTimetable.ts';
import { en } from '../strings/en.ts';
import { WEEK } from './RuleRow.tsx';

const words = en.limits;

/** A stretch of a day with one limit; minutes since midnight. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly bytesPerSecond: number;
}

/** A day cut where its limit changes. */
export function stretchesOf(rules: readonly RateRule[], day: number, usual: number): readonly Stretch[] {
  const edges = new Set([0, ...rules.flatMap(({ from, to }) => [from, to])]);
  const cuts = [...edges].sort((a, b) => a - b);
  return cuts.map((from, index) => ({
    from,
    to: cuts[index + 1] ?? DAY_MINUTES,
    bytesPerSecond: ruleAt(rules, { day, minute: from })?.bytesPerSecond ?? usual,
  }));
}

const percent = (minutes: number): string => `${(minutes / DAY_MINUTES) * 100}%`;

/** Where a limit stands between none and the lowest of the week. */
function strengthOf(bytesPerSecond: number, lowest: number): 'none' | 'some' | 'most' {
  if (bytesPerSecond === 0) return 'none';
  return bytesPerSecond === lowest ? 'most' : 'some';
}

/** The limits of a week as a picture; everything in it is in the lines above as words. */
export function WeekView({ rules, usual, now }: { rules: readonly RateRule[]; usual: number; now: number }) {
  const today = systemWallTime(now);
  const limits = [usual, ...rules.map(({ bytesPerSecond }) => bytesPerSecond)].filter((rate) => rate > 0);
  const lowest = Math.min(...limits);
  return (
    <div className="week" aria-hidden="true">
      {WEEK.map((day) => (
        <div key={day} className="week-day">
          <span>{words.shortDay(day)}</span>
          <div className="week-hours">
            {stretchesOf(rules, day, usual).map(({ from, to, bytesPerSecond }) => (
              <i
                key={from}
                className={strengthOf(bytesPerSecond, lowest)}
                style={{ insetInlineStart: percent(from), width: percent(to - from) }}
                title={words.now(bytesPerSecond)}
              />
            ))}
            {day === today.day && <i className="now" style={{ insetInlineStart: percent(today.minute) }} />}
          </div>
        </div>
      ))}
      <div className="week-scale">
        {[0, 6, 12, 18, 24].map((hour) => (
          <span key={hour} style={{ insetInlineStart: percent(hour * 60) }}>
            {hour}
          </span>
        ))}
      </div>
    </div>
  );
}
