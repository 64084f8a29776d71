/**
 * Does `work` every `everyMs` until the returned disposer is called, and never twice at a time: a turn that comes while
 * the one before is not done is left out. Keeps no process alive. `work` must not reject.
 */
export function repeat(work: () => Promise<void>, everyMs: number): () => void {
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    void work().finally(() => {
      busy = false;
    });
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
