/** How the engine spaces checkpoints. Sizes are bytes, times ms. */

/** A new checkpoint starts after this many bytes… */
export const CHECKPOINT_BYTES = 32 * 1024 * 1024;
/** …or after this time, whichever comes first. */
export const CHECKPOINT_MS = 1000;
/** Bytes past the newest durable checkpoint never exceed this: the stream waits for the disk instead. */
export const AT_RISK_BYTES = 64 * 1024 * 1024;
/** Checkpoints that are kept. */
export const CHECKPOINTS_KEPT = 2;
