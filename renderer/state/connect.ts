import { type ErrorInfo, toErrorInfo } from '../../shared/errors.ts';
import type { StatePatch } from '../../shared/ipc.ts';
import type { Bridge } from '../bridge.ts';
import { applyPatch, type OwnCopies } from './applyPatch.ts';
import { type Mirror, mirrorOf } from './mirror.ts';

/** Where a connection puts what it hears. `update` is called at most once a frame. */
export interface Sink {
  /** The first snapshot, or a later one after a gap. `notices` are main's words for the start. */
  started(mirror: Mirror, notices: readonly ErrorInfo[]): void;
  updated(mirror: Mirror): void;
  failed(error: ErrorInfo): void;
}

/** Runs `task` at the next frame; returns a disposer. */
export type Scheduler = (task: () => void) => () => void;

/** A hidden window gets no animation frames, so a timer takes over before patches pile up. */
const nextFrame: Scheduler = (task) => {
  const dispose = () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
  const run = () => {
    dispose();
    task();
  };
  const frame = requestAnimationFrame(run);
  const timer = setTimeout(run, 250);
  return dispose;
};

/**
 * Keeps a mirror of main: subscribes first, then takes a snapshot, then applies patches by sequence number. A gap
 * leads to a new snapshot; patches that arrive meanwhile wait for it. Returns a disposer.
 */
export function connect(bridge: Bridge, sink: Sink, schedule: Scheduler = nextFrame): () => void {
  let mirror: Mirror | null = null;
  let waiting: StatePatch[] = [];
  let asking = false;
  let closed = false;
  let cancelFrame: (() => void) | null = null;

  const ask = async (): Promise<void> => {
    if (asking) return;
    asking = true;
    try {
      const snapshot = await bridge.call('state:snapshot');
      if (closed) return;
      mirror = mirrorOf(snapshot);
      sink.started(mirror, snapshot.notices);
    } catch (error) {
      if (!closed) sink.failed(toErrorInfo(error));
    } finally {
      asking = false;
    }
    if (waiting.length > 0 && mirror !== null) plan();
  };

  const flush = (): void => {
    cancelFrame = null;
    if (asking) return;
    if (mirror === null) {
      void ask();
      return;
    }
    const before = mirror;
    const patches = waiting;
    waiting = [];
    const own: OwnCopies = new WeakSet();
    for (const [index, patch] of patches.entries()) {
      const applied = applyPatch(mirror, patch, own);
      if (applied.kind === 'applied') mirror = applied.mirror;
      if (applied.kind === 'gap') {
        waiting = patches.slice(index);
        void ask();
        break;
      }
    }
    if (mirror !== before) sink.updated(mirror);
  };

  const plan = (): void => {
    if (cancelFrame === null && !closed) cancelFrame = schedule(flush);
  };

  const unsubscribe = bridge.onPatch((patch) => {
    waiting.push(patch);
    plan();
  });
  void ask();
  return () => {
    closed = true;
    cancelFrame?.();
    unsubscribe();
  };
}
