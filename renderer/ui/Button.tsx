import type { LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';

/** Any icon of the icon set. */
export type Icon = LucideIcon;

export interface ButtonProps extends ComponentProps<'button'> {
  variant?: 'plain' | 'primary' | 'ghost' | 'danger';
  small?: boolean;
  icon?: Icon;
}

/** The one push button, in four weights. */
export function Button({
  variant = 'plain',
  small = false,
  icon: Shape,
  className = '',
  children,
  ...rest
}: ButtonProps) {
  return (
    <button type="button" {...rest} className={`btn ${variant} ${small ? 'small' : ''} ${className}`}>
      {Shape !== undefined && <Shape className="icon" aria-hidden="true" />}
      {children}
    </button>
  );
}
