import { LayerliftError } from '../../shared/errors.ts';
import { ASK_OVER, type IntakeView } from '../../shared/intake.ts';
import type { Offer } from '../../shared/ipc.ts';
import { collectFiles } from './collectFiles.ts';
import { type FileInspection, inspectFiles } from './inspectFiles.ts';
import { orAborted } from './orAborted.ts';

/** How often the window hears of files on their way, ms; what takes less time is not shown at all. */
const SHOW_MS = 150;

interface Running {
  view: IntakeView;
  readonly stopping: AbortController;
  proceed: () => void;
}

/**
 * The one way in which files come to the window, wherever they come from: folders are walked, a person is asked when
 * there are many, and each file is looked at. One after the other; a person can stop each at any moment.
 */
export class Intake {
  readonly #inspection: FileInspection;
  readonly #push: (view: IntakeView | null) => void;
  #turn: Promise<unknown> = Promise.resolve();
  #running: Running | null = null;
  #shown: IntakeView | null = null;
  #lastId = 0;

  /** @param push tells the window what is on its way, null when nothing is any more. */
  constructor(inspection: FileInspection, push: (view: IntakeView | null) => void) {
    this.#inspection = inspection;
    this.#push = push;
  }

  /**
   * Takes files and folders in.
   * @param signal ends it when whoever asked is gone.
   * @throws LayerliftError `CANCELLED` when a person stops it, `SOURCES_TOO_MANY`; the signal's reason.
   */
  take(paths: readonly string[], signal?: AbortSignal): Promise<Offer> {
    const taken = this.#turn.then(() => this.#take(paths, signal));
    this.#turn = taken.catch(() => undefined);
    return taken;
  }

  /** Goes on after a question. An id that is not asked about any more is passed over. */
  proceed(id: number): void {
    if (this.#running?.view.id === id) this.#running.proceed();
  }

  stop(id: number): void {
    if (this.#running?.view.id === id) this.#running.stopping.abort(stopped());
  }

  /** Tells a window that has loaded anew what is on its way. */
  announce(): void {
    if (this.#shown !== null) this.#push(this.#shown);
  }

  async #take(paths: readonly string[], asker?: AbortSignal): Promise<Offer> {
    asker?.throwIfAborted();
    this.#lastId += 1;
    const running: Running = {
      view: { id: this.#lastId, phase: 'walking', found: 0, looked: 0 },
      stopping: new AbortController(),
      proceed: () => undefined,
    };
    const signal = asker === undefined ? running.stopping.signal : AbortSignal.any([asker, running.stopping.signal]);
    const become = (part: Partial<IntakeView>): void => {
      running.view = { ...running.view, ...part };
    };
    this.#running = running;
    const timer = setInterval(() => this.#show(running.view), SHOW_MS);
    try {
      const { files, leftOut } = await collectFiles(paths, { signal, onFound: (found) => become({ found }) });
      if (files.length > ASK_OVER) {
        const answer = new Promise<void>((resolve) => {
          running.proceed = resolve;
        });
        become({ phase: 'asking' });
        this.#show(running.view);
        await orAborted(answer, signal);
      }
      become({ phase: 'looking' });
      if (this.#shown !== null) this.#show(running.view);
      let looked = 0;
      const looking = inspectFiles(files, this.#inspection, signal, () => become({ looked: ++looked }));
      return { candidates: await orAborted(looking, signal), leftOut, error: null };
    } finally {
      clearInterval(timer);
      this.#running = null;
      this.#show(null);
    }
  }

  #show(view: IntakeView | null): void {
    if (view === this.#shown) return;
    this.#shown = view;
    this.#push(view);
  }
}

function stopped(): LayerliftError {
  return new LayerliftError('CANCELLED', 'a person stopped looking at files');
}
