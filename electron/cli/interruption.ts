import { EXIT } from './exitCodes.ts';

/** Signals that pause instead of killing. */
export type StopSignal = 'SIGINT' | 'SIGTERM';

const SIGNALS: readonly StopSignal[] = ['SIGINT', 'SIGTERM'];

/**
 * Turns signals into a wish to stop. The first one fires `signal`: whoever works brings it to rest. The second one
 * ends the process at once, which loses what the last checkpoint does not cover and nothing else.
 */
export class Interruption implements Disposable {
  readonly #stopping = new AbortController();
  #received: StopSignal | null = null;
  /** Runs when a second signal ends the process; synchronous. */
  lastWords: (signal: StopSignal) => void = () => undefined;

  constructor() {
    for (const name of SIGNALS) process.on(name, this.#receive);
  }

  get signal(): AbortSignal {
    return this.#stopping.signal;
  }

  /** The first signal, if one came. */
  get received(): StopSignal | null {
    return this.#received;
  }

  readonly #receive = (name: StopSignal): void => {
    if (this.#received === null) {
      this.#received = name;
      this.#stopping.abort();
      return;
    }
    // Should a disk that hangs hold up even the exit, the next signal is the system's to handle.
    this[Symbol.dispose]();
    this.lastWords(name);
    process.exit(EXIT.signal);
  };

  [Symbol.dispose](): void {
    for (const name of SIGNALS) process.off(name, this.#receive);
  }
}
