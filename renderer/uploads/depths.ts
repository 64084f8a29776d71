import type { UploadView } from '../../shared/upload.ts';

/** How deep the bytes of an upload are safe: `durable <= hashed <= written <= whole`, all in bytes. */
export interface Depths {
  /** Bytes of the whole layer; null while they are not known. */
  readonly whole: number | null;
  readonly written: number;
  readonly hashed: number;
  /** Up to here a loss of power costs nothing. */
  readonly durable: number;
  /** Up to where bytes are hashed again just now; null when none are. */
  readonly front: number | null;
}

/** The depths of an upload in its state. A layer that is whole is so in all depths. */
export function depthsOf({ size, offset, hashed, checkpointed, status }: UploadView): Depths {
  const kind = status.kind;
  if (kind === 'ready' || kind === 'finishing' || kind === 'finished') {
    const whole = size ?? offset;
    return { whole, written: whole, hashed: whole, durable: whole, front: null };
  }
  if (kind === 'cancelled') return { whole: size, written: 0, hashed: 0, durable: 0, front: null };
  let front: number | null = null;
  if (kind === 'verifying') front = status.done;
  if (kind === 'recovering') front = Math.max(0, offset - status.total) + status.done;
  return { whole: size, written: offset, hashed, durable: checkpointed, front };
}
