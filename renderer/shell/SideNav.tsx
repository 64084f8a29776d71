import Check from 'lucide-react/icons/check';
import CircleCheck from 'lucide-react/icons/circle-check';
import Clock from 'lucide-react/icons/clock';
import History from 'lucide-react/icons/history';
import List from 'lucide-react/icons/list';
import Pause from 'lucide-react/icons/pause';
import Play from 'lucide-react/icons/play';
import ScanSearch from 'lucide-react/icons/scan-search';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import { useCallback, useRef, useState } from 'react';
import { RepositoryNav } from '../repositories/RepositoryNav.tsx';
import { FILTERS, type Filter, type Page } from '../state/appState.ts';
import { useApp, useAppContext, useMirror } from '../state/context.ts';
import { type Counts, countsOf } from '../state/selectors.ts';
import { en } from '../strings/en.ts';
import type { Icon } from '../ui/Button.tsx';
import { useScrollPlace } from '../ui/useScrollPlace.ts';
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

/** Views of the uploads by state, those of the past, and the store's repositories. */
export function SideNav() {
  const { store } = useAppContext();
  const page = useApp((state) => state.page);
  const counts = useMirror((mirror) => countsOf(mirror.uploads), NO_COUNTS);
  const words = en.shell.side;
  // State: children that come with it need to hear of it once it is there.
  const [viewport, setViewport] = useState<HTMLElement | null>(null);
  const side = useRef<HTMLElement | null>(null);
  const onSide = useCallback((element: HTMLElement | null) => {
    side.current = element;
    setViewport(element);
  }, []);
  useScrollPlace(side, 'side');
  const open = (to: Page) => store.setState({ page: to });
  return (
    <nav ref={onSide} className="side" aria-label={words.label}>
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
      <RepositoryNav viewport={viewport} />
    </nav>
  );
}
