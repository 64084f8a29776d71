const WAITS = 0;
const WANTED = 1;
const CLAIMED = 2;

/**
 * Whether an upload that moves is to be finished as soon as all its bytes are there. It lies in memory that main and the
 * upload's thread share, because a person may change their mind until the last byte, and only one of the two may write
 * the upload's record: the thread once it has claimed the finish, main before.
 */
export class FinishWish {
  /** Give it to the thread, which makes its own `FinishWish` of it. */
  readonly shared: SharedArrayBuffer;
  readonly #cell: Int32Array;

  constructor(shared: SharedArrayBuffer = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)) {
    this.shared = shared;
    this.#cell = new Int32Array(shared);
  }

  wish(): void {
    Atomics.compareExchange(this.#cell, 0, WAITS, WANTED);
  }

  /** False when it is too late: the finish has begun. */
  withdraw(): boolean {
    return Atomics.compareExchange(this.#cell, 0, WANTED, WAITS) !== CLAIMED;
  }

  /** True when the finish is wanted; then it cannot be withdrawn any more. */
  claim(): boolean {
    return Atomics.compareExchange(this.#cell, 0, WANTED, CLAIMED) === WANTED;
  }
}
