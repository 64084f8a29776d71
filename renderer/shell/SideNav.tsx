import Box from 'lucide-react/icons/box';
import Check from 'lucide-react/icons/check';
import CircleCheck from 'lucide-react/icons/circle-check';
import Clock from 'lucide-react/icons/clock';
import History from 'lucide-react/icons/history';
import List from 'lucide-react/icons/list';
import Pause from 'lucide-react/icons/pause';
import Play from 'lucide-react/icons/play';
import ScanSearch from 'lucide-react/icons/scan-search';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import { FILTERS, type Filter, type Page } from '../state/appState.ts';
import { useApp, useAppContext, useMirror } from '../state/context.ts';
import { type Counts, countsOf, repositoriesOf } from '../state/selectors.ts';
import { en } from '../strings/en.ts';
import type { Icon } from '../ui/Button.tsx';
import { NavItem } from './NavItem.tsx';

const ICONS: { readonly [filter in Filter]: Icon } = {
  all: List,
  moving: Play,
  waiting: Clock,
  paused: Pause,
  ready: Check,
  needsYou: TriangleAlert,
  found: ScanSearch,
  finished: CircleCheck,
};

const NO_COUNTS: Counts = countsOf(new Map());
const NO_REPOSITORIES: ReturnType<typeof repositoriesOf> = [];
/** More would be a list of its own. */
const REPOSITORIES_MAX = 100;

/** Views of the uploads: by state, by repository, and those of the past. */
export function SideNav() {
  const { store } = useAppContext();
  const page = useApp((state) => state.page);
  const counts = useMirror((mirror) => countsOf(mirror.uploads), NO_COUNTS);
  const repositories = useMirror((mirror) => repositoriesOf(mirror.uploads), NO_REPOSITORIES);
  const words = en.shell.side;
  const open = (to: Page) => store.setState({ page: to });
  return (
    <nav className="side" aria-label={words.label}>
      <h2>{words.uploads}</h2>
      {FILTERS.map((filter) => (
        <NavItem
          key={filter}
          icon={ICONS[filter]}
          label={words.filters[filter]}
          count={counts[filter]}
          urgent={filter === 'needsYou' && counts.needsYou > 0}
          current={page.kind === 'uploads' && page.filter === filter}
          onOpen={() => open({ kind: 'uploads', filter })}
        />
      ))}
      <NavItem
        icon={History}
        label={words.history}
        count={null}
        current={page.kind === 'history'}
        onOpen={() => open({ kind: 'history' })}
      />
      {repositories.length > 0 && <h2>{words.repositories}</h2>}
      {repositories.slice(0, REPOSITORIES_MAX).map(([name, count]) => (
        <NavItem
          key={name}
          icon={Box}
          label={name}
          dropRepository={name}
          count={count}
          current={page.kind === 'repository' && page.name === name}
          onOpen={() => open({ kind: 'repository', name })}
        />
      ))}
    </nav>
  );
}
