import { dropTarget } from '../add/useFileDrop.ts';
import { en } from '../strings/en.ts';
import type { Icon } from '../ui/Button.tsx';

export interface NavItemProps {
  icon: Icon;
  label: string;
  /** Null where a number would say nothing. */
  count: number | null;
  urgent?: boolean;
  current: boolean;
  /** Files that are dropped here are added to this repository. */
  dropRepository?: string;
  onOpen: () => void;
}

/** One entry of the side bar. */
export function NavItem({ icon: Shape, label, count, urgent = false, current, dropRepository, onOpen }: NavItemProps) {
  return (
    <button
      type="button"
      className={`nav ${current ? 'on' : ''} ${urgent ? 'urgent' : ''}`}
      aria-current={current ? 'page' : undefined}
      title={label}
      {...(dropRepository !== undefined && dropTarget(dropRepository))}
      onClick={onOpen}
    >
      <Shape className="icon" aria-hidden="true" />
      <span className="nav-label">{label}</span>
      {count !== null && (
        <span className="nav-count">
          {count}
          <span className="visually-hidden">{en.shell.side.unit(count)}</span>
        </span>
      )}
    </button>
  );
}
