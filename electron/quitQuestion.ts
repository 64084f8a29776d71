import { isUnderWay, type UploadView } from '../shared/upload.ts';
import type { Log } from './log.ts';

export interface QuitQuestionOptions {
  readonly uploads: () => readonly UploadView[];
  /** Whether the person wants to be asked at all. */
  readonly wanted: () => boolean;
  /** Shows the question about so many uploads. */
  readonly ask: (count: number) => Promise<{ readonly quit: boolean; readonly askAgain: boolean }>;
  readonly neverAgain: () => Promise<unknown>;
  readonly log: Log;
}

/** Whether the app may end while uploads move or wait. The question is shown once, however often the end is asked for. */
export class QuitQuestion {
  readonly #options: QuitQuestionOptions;
  #asking: Promise<boolean> | null = null;

  constructor(options: QuitQuestionOptions) {
    this.#options = options;
  }

  /** True when nothing is on its way or the person agrees. Never rejects: what cannot be asked is agreed to. */
  mayEnd(): Promise<boolean> {
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = null;
    });
    return this.#asking;
  }

  async #ask(): Promise<boolean> {
    const { uploads, wanted, ask, neverAgain, log } = this.#options;
    const count = uploads().filter(({ status }) => isUnderWay(status)).length;
    if (count === 0 || !wanted()) return true;
    try {
      const { quit, askAgain } = await ask(count);
      if (quit && !askAgain) await neverAgain();
      return quit;
    } catch (error) {
      log('cannot ask whether to quit', error);
      return true;
    }
  }
}
