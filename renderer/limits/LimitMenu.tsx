import CalendarClock from 'lucide-react/icons/calendar-clock';
import ChevronDown from 'lucide-react/icons/chevron-down';
import Gauge from 'lucide-react/icons/gauge';
import { useApp, useAppContext } from '../state/context.ts';
import { settingsOf } from '../state/settings.ts';
import { en } from '../strings/en.ts';
import { Menu } from '../ui/Menu.tsx';
import { useLimitNow } from './useLimitNow.ts';

const words = en.limits;

/** Bytes a second: what disks and lines of offices have to spare. */
const PRESETS = [0, 1e6, 5e6, 20e6, 50e6, 100e6, 500e6];

/** The limit that holds now, with others at hand and the way to the timetable. */
export function LimitMenu() {
  const { store, commands } = useAppContext();
  const { rateLimit, rateTimetable } = useApp(settingsOf);
  const { limit, now } = useLimitNow();
  const { bytesPerSecond, byTimetable, until } = limit;
  const shown = until === null ? words.now(bytesPerSecond) : words.nowUntil(bytesPerSecond, until, now);
  const rates = PRESETS.includes(rateLimit) ? PRESETS : [...PRESETS, rateLimit].sort((a, b) => a - b);
  return (
    <Menu
      label={words.label}
      triggerClassName="foot-button"
      triggerTitle={words.label}
      triggerLabel={`${words.label}: ${shown}`}
      trigger={
        <>
          {byTimetable ? (
            <CalendarClock className="icon" aria-hidden="true" />
          ) : (
            <Gauge className="icon" aria-hidden="true" />
          )}
          <span>{shown}</span>
          <ChevronDown className="icon" aria-hidden="true" />
        </>
      }
      items={[
        ...rates.map((rate) => ({
          key: String(rate),
          label: rate === 0 ? words.none : words.preset(rate),
          checked: rate === rateLimit,
          onSelect: () => void commands.set({ rateLimit: rate }),
        })),
        {
          key: 'more',
          label: words.more,
          icon: CalendarClock,
          onSelect: () => store.setState({ dialog: { kind: 'limits' } }),
        },
        ...(rateTimetable.rules.length === 0
          ? []
          : [
              {
                key: 'follow',
                label: words.follow,
                checked: rateTimetable.on,
                toggles: true,
                onSelect: () => void commands.set({ rateTimetable: { ...rateTimetable, on: !rateTimetable.on } }),
              },
            ]),
      ]}
    />
  );
}
