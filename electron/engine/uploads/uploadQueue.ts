/**
 * Starts tasks in order, at most `concurrency` at a time. A task that waits can be taken out again; what a task does
 * with its time, and how it is stopped, is its own affair.
 */
export class UploadQueue<Key> {
  readonly #waiting = new Map<Key, () => Promise<void>>();
  #running = 0;
  #concurrency: number;

  constructor(concurrency: number) {
    this.#concurrency = concurrency;
  }

  /** Running tasks go on when the limit falls below their number. */
  set concurrency(limit: number) {
    this.#concurrency = limit;
    this.#startNext();
  }

  /**
   * Puts a task at the end, in place of one that waits under the same key. When there is room it has started when
   * this returns. It must not fail: should it, its place is free all the same, and the rejection is nobody's.
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

  clear(): void {
    this.#waiting.clear();
  }

  #startNext(): void {
    for (const [key, task] of this.#waiting) {
      if (this.#running >= this.#concurrency) return;
      this.#waiting.delete(key);
      void this.#run(task);
    }
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
