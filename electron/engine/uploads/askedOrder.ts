/** The place of one work among those that overlap with it. */
export interface Place {
  /** Resolves when all that were asked for before have left. */
  readonly reached: Promise<void>;
  /** To be called in every case, or nothing that was asked for later goes on. */
  readonly leave: () => void;
}

/** Lets works that overlap come to their point in the order in which they were asked for, however long each takes. */
export class AskedOrder {
  #last: Promise<void> = Promise.resolve();

  enter(): Place {
    const reached = this.#last;
    let leave: () => void = () => undefined;
    const left = new Promise<void>((resolve) => {
      leave = resolve;
    });
    this.#last = Promise.all([reached, left]).then(() => undefined);
    return { reached, leave };
  }
}
