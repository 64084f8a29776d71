/** One look at a file that may still grow. */
export interface Look {
  readonly path: string;
  /** Size, time and identity as one text: another text is another state of the file. */
  readonly state: string;
}

interface Seen {
  readonly state: string;
  /** Since when it has been in this state, in the ms of the caller's clock. */
  readonly since: number;
}

/** Knows which files have not changed for a while. Reads no clock itself: every call says what time it is. */
export class QuietFiles {
  readonly #quietMs: number;
  readonly #seen = new Map<string, Seen>();

  /** @param quietMs how long a file must be unchanged. */
  constructor(quietMs: number) {
    this.#quietMs = quietMs;
  }

  /** Paths of the files that are being waited for. */
  get paths(): readonly string[] {
    return [...this.#seen.keys()];
  }

  get size(): number {
    return this.#seen.size;
  }

  /** Takes note of how a file is now. @returns whether it has been like this for long enough. */
  look({ path, state }: Look, now: number): boolean {
    const before = this.#seen.get(path);
    if (before?.state !== state) {
      this.#seen.set(path, { state, since: now });
      return false;
    }
    return now - before.since >= this.#quietMs;
  }

  /** A file that is quiet and yet open for writing begins anew to be quiet. */
  disturb(path: string, now: number): void {
    const before = this.#seen.get(path);
    if (before !== undefined) this.#seen.set(path, { state: before.state, since: now });
  }

  /** The file is gone, or needs no more waiting. */
  forget(path: string): void {
    this.#seen.delete(path);
  }

  clear(): void {
    this.#seen.clear();
  }
}
