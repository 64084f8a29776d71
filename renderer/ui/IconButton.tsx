import type { ComponentProps } from 'react';
import type { Icon } from './Button.tsx';

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children' | 'title'> {
  icon: Icon;
  /** The accessible name, also shown as a tooltip. */
  label: string;
  /** As shown to people, e.g. `Space`. */
  shortcut?: string | undefined;
}

/** A button that is only an icon. */
export function IconButton({ icon: Shape, label, shortcut, className = '', ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={`btn ghost icon-only ${className}`}
      aria-label={label}
      title={shortcut === undefined ? label : `${label} (${shortcut})`}
    >
      <Shape className="icon" aria-hidden="true" />
    </button>
  );
}
