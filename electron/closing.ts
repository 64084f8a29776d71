import type { Log } from './log.ts';

/** How long the app waits for its uploads to be paused before it ends anyway, in ms; the store survives that. */
const LIMIT_MS = 30_000;

/** The end of the app: its work is ended once, and everybody who asks for the end waits for the same. */
export class Closing {
  readonly #work: () => Promise<void>;
  readonly #log: Log;
  readonly #limitMs: number;
  #running: Promise<void> | null = null;
  #done = false;
  #clean = false;

  constructor(work: () => Promise<void>, log: Log, limitMs: number = LIMIT_MS) {
    this.#work = work;
    this.#log = log;
    this.#limitMs = limitMs;
  }

  /** True once the app may exit. */
  get done(): boolean {
    return this.#done;
  }

  /** True once the work has ended, in time and without a failure. */
  get clean(): boolean {
    return this.#clean;
  }

  /** True once the end has begun: there is no way back. */
  get begun(): boolean {
    return this.#running !== null;
  }

  /** Begins the end, or joins it. Never rejects: what fails is logged, and the app ends all the same. */
  begin(): Promise<void> {
    this.#running ??= this.#run();
    return this.#running;
  }

  async #run(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<void>((resolve) => {
      timer = setTimeout(() => {
        this.#log(`not everything was paused within ${this.#limitMs} ms; ending anyway`);
        resolve();
      }, this.#limitMs);
    });
    const work = this.#work().then(
      () => {
        this.#clean = true;
      },
      (error: unknown) => this.#log('could not end cleanly', error),
    );
    await Promise.race([work, limit]);
    clearTimeout(timer);
    this.#done = true;
  }
}
