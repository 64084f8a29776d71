/** What keeps the computer from sleeping: Electron's `powerSaveBlocker`. */
export interface SleepBlocker {
  /** Returns the number by which `stop` knows it. */
  start(type: 'prevent-app-suspension'): number;
  stop(id: number): unknown;
}

/** Keeps the computer awake while it is wanted, and not a moment longer. The screen may go dark. */
export class Awake {
  readonly #blocker: SleepBlocker;
  #id: number | null = null;

  constructor(blocker: SleepBlocker) {
    this.#blocker = blocker;
  }

  set wanted(wanted: boolean) {
    if (wanted) this.#id ??= this.#blocker.start('prevent-app-suspension');
    else if (this.#id !== null) {
      this.#blocker.stop(this.#id);
      this.#id = null;
    }
  }
}
