import { useEffect, useState } from 'react';
import { useAppContext } from '../state/context.ts';

/** What hangs over the window. */
export interface Hovering {
  /** 0 when the system does not tell. */
  readonly count: number;
  /** The repository under the pointer; null elsewhere. */
  readonly repository: string | null;
}

/** Attributes of an element on which files can be dropped to add them to a repository. */
export function dropTarget(repository: string): { readonly 'data-drop-repository': string } {
  return { 'data-drop-repository': repository };
}

function targetOf(event: DragEvent): Element | null {
  return event.target instanceof Element ? event.target.closest('[data-drop-repository]') : null;
}

function repositoryAt(event: DragEvent): string | null {
  return targetOf(event)?.getAttribute('data-drop-repository') ?? null;
}

/** Marks the element that files would be dropped on; a pointer that drags hovers over nothing. */
function mark(element: Element | null): void {
  for (const marked of document.querySelectorAll('[data-drop-here]')) marked.removeAttribute('data-drop-here');
  element?.setAttribute('data-drop-here', '');
}

function carriesFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') === true;
}

/** Whether what is pasted belongs to the field that has the focus. */
function isTyping(event: Event): boolean {
  return event.target instanceof Element && event.target.closest('input, textarea, [contenteditable]') !== null;
}

/** Takes files that are dropped anywhere on the window or pasted. Returns what hangs over the window now, or null. */
export function useFileDrop(): Hovering | null {
  const { store, commands } = useAppContext();
  const [hovering, setHovering] = useState<Hovering | null>(null);

  useEffect(() => {
    // Every element on the way fires its own pair of enter and leave.
    let depth = 0;
    const leave = () => {
      depth = 0;
      mark(null);
      setHovering(null);
    };
    const onEnter = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      depth += 1;
      mark(targetOf(event));
      setHovering({ count: event.dataTransfer?.items.length ?? 0, repository: repositoryAt(event) });
    };
    const onLeave = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      depth -= 1;
      if (depth <= 0) leave();
    };
    const onOver = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'copy';
    };
    const onDrop = (event: DragEvent) => {
      event.preventDefault();
      leave();
      void commands.inspectFiles([...(event.dataTransfer?.files ?? [])], repositoryAt(event) ?? undefined);
    };
    const onPaste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length > 0) {
        event.preventDefault();
        void commands.inspectFiles(files);
        return;
      }
      if (isTyping(event) || store.getState().mirror?.store.state.kind !== 'open') return;
      event.preventDefault();
      void commands.paste();
    };
    const listening = new AbortController();
    const options = { signal: listening.signal };
    window.addEventListener('dragenter', onEnter, options);
    window.addEventListener('dragleave', onLeave, options);
    window.addEventListener('dragover', onOver, options);
    window.addEventListener('drop', onDrop, options);
    window.addEventListener('paste', onPaste, options);
    return () => listening.abort();
  }, [store, commands]);

  return hovering;
}
