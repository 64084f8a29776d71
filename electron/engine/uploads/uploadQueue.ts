/**
 * Starts tasks by rank, at most `concurrency` at a time. A task that waits can be taken out again; what a task does
 * with its time, and how it is stopped, is its own affair.
 */
export class UploadQueue<Key> {
  readonly #waiting = new Map<Key, () => Promise<void>>();
  readonly #rankOf: (key: Key) => number;
  #running = 0;
  #concurrency: number;

  /** @param rankOf the lowest starts first, and of equals the one that waits longest; asked whenever a place is free. */
  constructor(concurrency: number, rankOf: (key: Key) => number = () => 0) {
    this.#concurrency = concurrency;
    this.#rankOf = rankOf;
  }

  /** Running tasks go on when the limit falls below their number. */
  set concurrency(limit: number) {
    this.#concurrency = limit;
    this.#startNext();
  }

  /**
   * Puts a task behind those of its rank, in place of one that waits under the same key. When there is room it has
   * started when this returns. It must not fail: should it, its place is free all the same, and the rejection is
   * nobody's.
   */
  add(key: Key, task: () => Promise<void>): void {
    this.#waiting.delete(key);
    this.#waiting.set(key, task);
    this.#startNext();
  }

  /** Takes a waiting task out; false when it is not waiting. */
  remove(key: Key): boolean {
    return this.#waiting.delete(key);
  }

  /** Starts a waiting task whether or not there is room for it; false when it is not waiting. */
  startNow(key: Key): boolean {
    const task = this.#waiting.get(key);
    if (task === undefined) return false;
    this.#waiting.delete(key);
    void this.#run(task);
    return true;
  }

  clear(): void {
    this.#waiting.clear();
  }

  #startNext(): void {
    while (this.#running < this.#concurrency) {
      const key = this.#first();
      if (key === null || !this.startNow(key.value)) return;
    }
  }

  #first(): { readonly value: Key } | null {
    let first: { readonly value: Key; readonly rank: number } | null = null;
    for (const value of this.#waiting.keys()) {
      const rank = this.#rankOf(value);
      if (first === null || rank < first.rank) first = { value, rank };
    }
    return first;
  }

  async #run(task: () => Promise<void>): Promise<void> {
    this.#running += 1;
    try {
      await task();
    } finally {
      this.#running -= 1;
      this.#startNext();
    }
  }
}
