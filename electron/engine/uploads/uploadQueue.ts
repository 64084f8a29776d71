/**
 * Starts tasks by rank, at most `concurrency` at a time. A task that waits can be taken out again; what a task does
 * with its time, and how it is stopped, is its own affair.
 */
export class UploadQueue<Key> {
  readonly #waiting = new Map<Key, () => Promise<void>>();
  readonly #rankOf: (key: Key) => number;
  /** From `#next` on exactly the keys that wait, by rank; null when they have to be sorted anew. */
  #sorted: Key[] | null = [];
  #next = 0;
  #running = 0;
  #concurrency: number;

  /** @param rankOf the lowest starts first, and of equals the one that waits longest; see `reordered`. */
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
    this.remove(key);
    const last = this.#sorted?.at(-1);
    // What comes last has the highest rank nearly always; thousands that wait are then never sorted.
    const isLast = this.#waiting.size === 0 || last === undefined || this.#rankOf(last) <= this.#rankOf(key);
    this.#waiting.set(key, task);
    if (isLast) this.#sorted?.push(key);
    else this.#sorted = null;
    this.#startNext();
  }

  /** Takes a waiting task out; false when it is not waiting. */
  remove(key: Key): boolean {
    if (!this.#waiting.delete(key)) return false;
    this.#sorted = null;
    return true;
  }

  /** Starts a waiting task whether or not there is room for it; false when it is not waiting. */
  startNow(key: Key): boolean {
    const task = this.#waiting.get(key);
    if (task === undefined) return false;
    this.remove(key);
    void this.#run(task);
    return true;
  }

  /** To be called when keys that wait have other ranks than before. */
  reordered(): void {
    this.#sorted = null;
  }

  clear(): void {
    this.#waiting.clear();
    this.#sorted = null;
  }

  #startNext(): void {
    while (this.#running < this.#concurrency && this.#waiting.size > 0) {
      const task = this.#takeFirst();
      if (task !== undefined) void this.#run(task);
    }
  }

  #takeFirst(): (() => Promise<void>) | undefined {
    if (this.#sorted === null) {
      const entries = [...this.#waiting.keys()].map((key) => ({ key, rank: this.#rankOf(key) }));
      entries.sort((a, b) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : 0));
      this.#sorted = entries.map(({ key }) => key);
      this.#next = 0;
    }
    const key = this.#sorted[this.#next];
    if (key === undefined) return undefined;
    this.#next += 1;
    const task = this.#waiting.get(key);
    this.#waiting.delete(key);
    // What has started would otherwise be kept for as long as anything waits behind it.
    if (this.#waiting.size === 0 || this.#next > this.#sorted.length / 2) {
      this.#sorted = this.#sorted.slice(this.#next);
      this.#next = 0;
    }
    return task;
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
