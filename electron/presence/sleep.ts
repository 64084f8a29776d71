import type { UploadId } from '../../shared/names.ts';
import type { Manager } from '../ipc/engineTypes.ts';
import type { Log } from '../log.ts';
import { pausable } from './allUploads.ts';

type SleepingManager = Pick<Manager, 'list' | 'pause' | 'resume'>;

/**
 * Pauses what moves or waits when the computer goes to sleep, and lets it go on when it wakes. Going on looks at each
 * source again: disks may have been changed meanwhile. What a person pauses or resumes in between stays as they want.
 */
export class Sleep {
  readonly #manager: () => SleepingManager | null;
  readonly #log: Log;
  /** The store that fell asleep: another one has nothing to wake. */
  #asleep: SleepingManager | null = null;
  #turn: Promise<void> = Promise.resolve();

  constructor(manager: () => SleepingManager | null, log: Log) {
    this.#manager = manager;
    this.#log = log;
  }

  /** Resolves when everything is paused with a checkpoint. Never rejects. */
  fallAsleep(): Promise<void> {
    const manager = this.#manager();
    if (manager === null) return this.#turn;
    this.#asleep = manager;
    const paused = pausable(manager.list()).map(({ id }) => this.#try(id, manager.pause(id, 'sleep')));
    this.#turn = Promise.all([this.#turn, ...paused]).then(() => undefined);
    return this.#turn;
  }

  /** Resolves when everything that slept is back in the queue. Never rejects. */
  wake(): Promise<void> {
    this.#turn = this.#turn.then(async () => {
      const manager = this.#asleep;
      this.#asleep = null;
      if (manager === null || manager !== this.#manager()) return;
      for (const { id, status } of manager.list()) {
        if (status.kind === 'paused' && status.reason === 'sleep') await this.#try(id, manager.resume(id));
      }
    });
    return this.#turn;
  }

  async #try(id: UploadId, work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      // It has ended or was stopped in the meantime, or waits for a person now.
      this.#log(`sleep: ${id}`, error);
    }
  }
}
