import { useEffect, useState } from 'react';
import { useAppContext } from '../state/context.ts';

function carriesFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') === true;
}

/**
 * Takes files that are dropped anywhere on the window or pasted. Returns how many files hang over the window now:
 * null when none do, 0 when the system does not tell.
 */
export function useFileDrop(): number | null {
  const { commands } = useAppContext();
  const [hovering, setHovering] = useState<number | null>(null);

  useEffect(() => {
    // Every element on the way fires its own pair of enter and leave.
    let depth = 0;
    const leave = () => {
      depth = 0;
      setHovering(null);
    };
    const onEnter = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      depth += 1;
      setHovering(event.dataTransfer?.items.length ?? 0);
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
      void commands.inspectFiles([...(event.dataTransfer?.files ?? [])]);
    };
    const onPaste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      void commands.inspectFiles(files);
    };
    const listening = new AbortController();
    const options = { signal: listening.signal };
    window.addEventListener('dragenter', onEnter, options);
    window.addEventListener('dragleave', onLeave, options);
    window.addEventListener('dragover', onOver, options);
    window.addEventListener('drop', onDrop, options);
    window.addEventListener('paste', onPaste, options);
    return () => listening.abort();
  }, [commands]);

  return hovering;
}
