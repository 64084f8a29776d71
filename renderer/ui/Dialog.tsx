import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';

export interface DialogProps {
  title: ReactNode;
  /** Called when a person leaves with Escape. */
  onClose: () => void;
  children: ReactNode;
  className?: string;
  /** `alertdialog` for questions that interrupt. */
  role?: 'dialog' | 'alertdialog';
}

/** A modal sheet: the browser's own dialog, which keeps the focus inside and gives it back afterwards. */
export function Dialog({ title, onClose, children, className = '', role = 'dialog' }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useLayoutEffect(() => {
    const dialog = element.current;
    if (dialog === null) return;
    const before = document.activeElement;
    dialog.showModal();
    // React's autoFocus comes too early: nothing in a closed dialog can have the focus.
    dialog.querySelector<HTMLElement>('[data-autofocus]')?.focus();
    return () => {
      dialog.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    <dialog
      ref={element}
      role={role}
      className={`sheet ${className}`}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <h1 id={titleId}>{title}</h1>
      {children}
    </dialog>
  );
}
