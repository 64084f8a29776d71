import { en } from '../strings/en.ts';
import type { Icon } from '../ui/Button.tsx';

export interface NavItemProps {
  icon: Icon;
  label: string;
  /** Null where a number would say nothing. */
  count: number | null;
  urgent?: boolean;
  current: boolean;
  onOpen: () => void;
}

/** One entry of the side bar. */
export function NavItem({ icon: Shape, label, count, urgent = false, current, onOpen }: NavItemProps) {
  return (
    <button
      type="button"
      className={`nav ${current ? 'on' : ''} ${urgent ? 'urgent' : ''}`}
      aria-current={current ? 'page' : undefined}
      title={label}
      onClick={onOpen}
    >
      <Shape className="icon" aria-hidden="true" />
      <span className="nav-label">{label}</span>
      {count !== null && (
        <span className="nav-count">
          {en.shell.side.count(count)}
          <span className="visually-hidden">{en.shell.side.unit(count)}</span>
        </span>
      )}
    </button>
  );
}
