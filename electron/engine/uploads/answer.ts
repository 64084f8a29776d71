import { setTimeout as delay } from 'node:timers/promises';
import { LayerliftError } from '../../../shared/errors.ts';

/** How long somebody who was told to stop still waits for a disk, ms. */
const PATIENCE_MS = 1000;

/**
 * Waits for the answer of a disk that may never come: a network mount whose server is gone blocks, and nothing can
 * take the question back. Once `signal` has fired, it is waited for a second and no longer. What comes later goes to
 * `onLate`; until it does, a buffer that was asked to be filled may be written to at any moment.
 * @throws LayerliftError `CANCELLED` when it did not come.
 */
export async function answer<T>(
  question: Promise<T>,
  signal: AbortSignal | undefined,
  onLate: (value: T) => void = () => undefined,
): Promise<T> {
  if (signal === undefined) return await question;
  const settled = new AbortController();
  const gaveUp = Symbol('gave up');
  const patience = whenFired(signal, settled.signal)
    .then(() => delay(PATIENCE_MS, gaveUp, { signal: settled.signal, ref: false }))
    .catch(() => gaveUp);
  try {
    const first = await Promise.race([question, patience as Promise<typeof gaveUp>]);
    if (first !== gaveUp) return first as T;
  } finally {
    settled.abort();
  }
  question.then(onLate, () => undefined);
  throw cancelled(signal);
}

/** The error of a question that was given up. */
export function cancelled(signal: AbortSignal | undefined): LayerliftError {
  return new LayerliftError('CANCELLED', 'stopped while a disk did not answer', {}, signal?.reason);
}

/** Resolves when `signal` fires; rejects when `settled` does before. */
async function whenFired(signal: AbortSignal, settled: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve, reject) => {
    signal.addEventListener('abort', () => resolve(), { once: true, signal: settled });
    settled.addEventListener('abort', () => reject(new Error('settled')), { once: true });
  });
}
