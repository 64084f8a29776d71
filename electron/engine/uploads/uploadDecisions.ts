import { algorithmOf, type Digest } from '../../../shared/digest.ts';
import { LayerliftError } from '../../../shared/errors.ts';
import type { UploadId } from '../../../shared/names.ts';
import type { LayerStore } from '../layers/layerStore.ts';
import type { UploadRecord } from '../layers/uploadRecord.ts';
import type { StorageDriver } from '../storage/storageDriver.ts';
import type { ChangeFeed } from './changeFeed.ts';
import type { JobRunner } from './jobRunner.ts';
import type { ManagedUpload } from './managedUpload.ts';
import { assertStoreThere } from './openStore.ts';
import { identifySource } from './source.ts';
import type { Stories } from './stories.ts';
import type { UploadRoster } from './uploadRoster.ts';
import type { UploadScheduler } from './uploadScheduler.ts';

/** What decisions about uploads work with. */
export interface DecisionParts {
  /** Absolute path of the store. */
  readonly root: string;
  readonly driver: StorageDriver;
  readonly store: LayerStore;
  readonly roster: UploadRoster;
  readonly scheduler: UploadScheduler;
  readonly runner: JobRunner;
  readonly stories: Stories;
  readonly feed: ChangeFeed;
}

/**
 * What a person decides about an upload besides that it moves: what it is to be, where it comes from, how it ends and
 * how long it is kept. Refused with `UPLOAD_UNKNOWN` or `UPLOAD_STATE`.
 */
export class UploadDecisions {
  readonly #parts: DecisionParts;

  constructor(parts: DecisionParts) {
    this.#parts = parts;
  }

  /**
   * Dates an upload that rests to now, so that a registry leaves it alone for another 168 hours. Errors as
   * `LayerStore.renew`.
   */
  async renew(id: UploadId): Promise<void> {
    await this.#parts.roster.inTurn(id, 'renew', async (upload) => {
      await assertStoreThere(this.#parts.driver, this.#parts.root);
      await this.#parts.runner.begin(upload);
      const until = await this.#parts.store.renew(upload.ref);
      upload.date(until);
      this.#parts.stories.note(upload.view, { type: 'renewed', until });
      this.#parts.feed.changed(upload);
    });
  }

  /** Sets, corrects or drops the expected digest. A mismatch with what the bytes have ends when it matches. */
  async setExpected(id: UploadId, expected: Digest | null): Promise<void> {
    await this.#parts.roster.inTurn(id, 'setExpected', async (upload) => {
      upload.finishAsked = false;
      await this.#decide(upload, { expected });
      this.#parts.stories.note(upload.view, { type: 'expected', digest: expected });
      const { status } = upload.view;
      if (status.kind !== 'mismatch') return this.#parts.feed.changed(upload);
      const { actual } = status;
      if (expected !== null && expected !== actual && algorithmOf(expected) === algorithmOf(actual)) {
        const phase = { kind: 'complete', mismatch: actual } as const;
        return await this.#parts.runner.enter(upload, { type: 'mismatch', expected, actual }, phase);
      }
      if (await this.#parts.scheduler.settle(upload)) return;
      throw new LayerliftError('UPLOAD_INCOMPLETE', 'no checkpoint at the end', { id });
    });
  }

  /**
   * Decides whether an upload finishes without asking as soon as all its bytes are there; one that has them finishes at
   * once.
   */
  async setFinishBySelf(id: UploadId, finishBySelf: boolean): Promise<void> {
    await this.#parts.roster.inTurn(id, 'setFinishBySelf', async (upload) => {
      if (upload.view.finishBySelf === finishBySelf) return;
      // Once its thread has begun to finish, the record is the thread's to write.
      if (!finishBySelf && upload.finishWish?.withdraw() === false) {
        const details = { id, command: 'setFinishBySelf', state: 'finishing' };
        throw new LayerliftError('UPLOAD_STATE', 'it is being finished', details);
      }
      await this.#decide(upload, { finishBySelf });
      if (finishBySelf) upload.finishWish?.wish();
      this.#parts.feed.changed(upload);
      this.#parts.scheduler.finishIfWanted(upload);
    });
  }

  /** Points an upload at a source; every byte that it has is compared before one is appended. */
  async attach(id: UploadId, sourcePath: string): Promise<void> {
    await this.#parts.roster.inTurn(id, 'attach', async (upload) => {
      const candidate = await identifySource(sourcePath);
      await this.#parts.runner.begin(upload);
      upload.candidate = candidate;
      this.#parts.stories.note(upload.view, { type: 'attached', source: candidate.path });
      this.#parts.runner.show(upload, { type: 'enqueued' });
      this.#parts.scheduler.queueMove(upload);
    });
  }

  /** A record would make a found upload ours, before its source is proven or it is finished. */
  async #decide(
    upload: ManagedUpload,
    changes: Partial<Pick<UploadRecord, 'expected' | 'finishBySelf'>>,
  ): Promise<void> {
    if (upload.view.status.kind === 'found') upload.decide(changes);
    else await this.#parts.runner.save(upload, changes);
  }
}
