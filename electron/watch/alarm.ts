/** Lets one loop sleep until somebody has news for it. */
export class Alarm {
  #rung = false;
  #wake: () => void = () => undefined;

  /** Wakes the sleeper; when nobody sleeps, the next sleep ends at once. */
  ring(): void {
    this.#rung = true;
    this.#wake();
  }

  /** Sleeps for `ms`, or until it rings. */
  async sleep(ms: number): Promise<void> {
    if (!this.#rung) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#rung = false;
    this.#wake = () => undefined;
  }
}
