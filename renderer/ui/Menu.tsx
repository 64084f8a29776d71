import Check from 'lucide-react/icons/check';
import {
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import type { Icon } from './Button.tsx';
import { placeBelow } from './placeBelow.ts';

export interface MenuItem {
  readonly key: string;
  readonly label: string;
  readonly icon?: Icon;
  readonly shortcut?: string | undefined;
  readonly danger?: boolean;
  /** Begins a group of its own. */
  readonly separated?: boolean;
  /** For one of several choices: whether it is the one that holds. */
  readonly checked?: boolean;
  /** It is checked or not by itself, not in place of the others. */
  readonly toggles?: boolean;
  readonly onSelect: () => void;
}

export interface MenuHandle {
  open(): void;
}

export interface MenuProps {
  /** Name of the menu and, for an icon trigger, of its button. */
  label: string;
  items: readonly MenuItem[];
  trigger: ReactNode;
  triggerClassName?: string;
  triggerTitle?: string;
  /** Names the button where the trigger has no text. */
  triggerLabel?: string;
  tabIndex?: number;
  /** Told when it opens and when it closes. */
  onToggle?: (open: boolean) => void;
  disabled?: boolean;
  /** Lines above the items. */
  header?: ReactNode;
  ref?: Ref<MenuHandle>;
}

const ITEM = '[role^="menuitem"]';
const CHECKED = `${ITEM}[aria-checked="true"]`;

const STEPS: Readonly<Record<string, (index: number, count: number) => number>> = {
  ArrowDown: (index, count) => (index + 1) % count,
  ArrowUp: (index, count) => (index - 1 + count) % count,
  Home: () => 0,
  End: (_index, count) => count - 1,
};

/** A button with a menu in the browser's top layer: Escape, a click outside or a choice closes it. */
export function Menu(props: MenuProps) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  useImperativeHandle(props.ref, () => ({ open: () => menu.current?.showPopover() }), []);

  useLayoutEffect(() => {
    if (!open || menu.current === null || button.current === null) return;
    placeBelow(menu.current, button.current);
    menu.current.querySelector<HTMLElement>(CHECKED)?.focus();
    if (!menu.current.contains(document.activeElement)) menu.current.querySelector<HTMLElement>(ITEM)?.focus();
  }, [open]);

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    event.stopPropagation();
    if (event.key === 'Tab') menu.current?.hidePopover();
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const entries = [...event.currentTarget.querySelectorAll<HTMLElement>(ITEM)];
    const index = entries.findIndex((entry) => entry.contains(document.activeElement));
    entries[step(index, entries.length)]?.focus();
  };

  return (
    <>
      <button
        ref={button}
        type="button"
        className={props.triggerClassName}
        title={props.triggerTitle}
        aria-label={props.triggerLabel}
        aria-haspopup="menu"
        aria-expanded={open}
        tabIndex={props.tabIndex}
        disabled={props.disabled}
        popoverTarget={id}
      >
        {props.trigger}
      </button>
      <div
        ref={menu}
        id={id}
        popover="auto"
        className="menu"
        onToggle={(event) => {
          setOpen(event.newState === 'open');
          props.onToggle?.(event.newState === 'open');
        }}
      >
        {open && (
          <>
            {props.header}
            <div role="menu" tabIndex={-1} aria-label={props.label} onKeyDown={onKeyDown}>
              {props.items.map((item) => (
                <button
                  key={item.key}
                  type="button"
                  {...roleOf(item)}
                  tabIndex={-1}
                  className={`menu-item ${item.danger === true ? 'danger' : ''} ${item.separated === true ? 'separated' : ''}`}
                  onClick={() => {
                    menu.current?.hidePopover();
                    item.onSelect();
                  }}
                >
                  {item.checked !== undefined && (
                    <Check className="icon" aria-hidden="true" visibility={item.checked ? 'visible' : 'hidden'} />
                  )}
                  {item.icon !== undefined && <item.icon className="icon" aria-hidden="true" />}
                  <span>{item.label}</span>
                  {item.shortcut !== undefined && <kbd>{item.shortcut}</kbd>}
                </button>
              ))}
            </div>
          </>
        )}
      </div>
    </>
  );
}

function roleOf({ checked, toggles = false }: MenuItem) {
  if (checked === undefined) return { role: 'menuitem' };
  return { role: toggles ? 'menuitemcheckbox' : 'menuitemradio', 'aria-checked': checked };
}
