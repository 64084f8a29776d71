import { type LimitNow, limitAt } from '../../shared/rateTimetable.ts';
import { useApp } from '../state/context.ts';
import { memo } from '../state/memo.ts';
import { settingsOf } from '../state/settings.ts';
import { useNow } from '../uploads/useNow.ts';

/** How late the window may be in showing another limit, ms. */
const LATE_MS = 5000;
const MINUTE_MS = 60_000;

const ofMinute = memo(
  (rateLimit: number, rateTimetable: Parameters<typeof limitAt>[0]['rateTimetable'], minute: number): LimitNow =>
    limitAt({ rateLimit, rateTimetable }, minute * MINUTE_MS),
);

/** The limit that holds now, and the time by which it does, in ms since the epoch. */
export function useLimitNow(): { readonly limit: LimitNow; readonly now: number } {
  const { rateLimit, rateTimetable } = useApp(settingsOf);
  const now = useNow(LATE_MS);
  return { limit: ofMinute(rateLimit, rateTimetable, Math.floor(now / MINUTE_MS)), now };
}
