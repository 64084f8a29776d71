import type { UploadId } from '../../shared/names.ts';
import { allowedCommands, type UploadView } from '../../shared/upload.ts';
import type { Manager } from '../ipc/engineTypes.ts';
import type { Log } from '../log.ts';

type AllManager = Pick<Manager, 'list' | 'pause' | 'resume'>;

/**
 * Uploads that can be paused, in the order in which to do so: those that wait come first, because they would take the
 * places that the others leave.
 */
export function pausable(uploads: readonly UploadView[]): readonly UploadView[] {
  const all = uploads.filter(({ status }) => allowedCommands(status).includes('pause'));
  const waits = ({ status }: UploadView): boolean => status.kind === 'queued';
  return [...all.filter(waits), ...all.filter((upload) => !waits(upload))];
}

/** The commands for all uploads at once, where there is no window to show what becomes of each. */
export class AllUploads {
  readonly #manager: () => AllManager | null;
  readonly #log: Log;

  constructor(manager: () => AllManager | null, log: Log) {
    this.#manager = manager;
    this.#log = log;
  }

  /** Pauses what moves or waits. */
  async pause(): Promise<void> {
    await this.#each(pausable(this.#list()), (manager, id) => manager.pause(id));
  }

  /** Resumes what is paused or was interrupted; what has failed is resumed one by one. */
  async resume(): Promise<void> {
    const all = this.#list().filter(({ status }) => status.kind === 'paused' || status.kind === 'interrupted');
    await this.#each(all, (manager, id) => manager.resume(id));
  }

  #list(): readonly UploadView[] {
    return this.#manager()?.list() ?? [];
  }

  async #each(
    uploads: readonly UploadView[],
    command: (manager: AllManager, id: UploadId) => Promise<void>,
  ): Promise<void> {
    const manager = this.#manager();
    if (manager === null) return;
    await Promise.all(
      uploads.map(({ id }) => command(manager, id).catch((error: unknown) => this.#log(`all uploads: ${id}`, error))),
    );
  }
}
