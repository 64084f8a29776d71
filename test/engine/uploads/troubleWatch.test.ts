import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { UNKNOWN_STATE } from '../../../electron/engine/layers/inspectUpload.ts';
import { ManagedUpload } from '../../../electron/engine/uploads/managedUpload.ts';
import { type OpenStore, openStore } from '../../../electron/engine/uploads/openStore.ts';
import { TroubleWatch } from '../../../electron/engine/uploads/troubleWatch.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import { parseUploadId } from '../../../shared/names.ts';
import { REPOSITORY } from '../../support/layers.ts';
import { quickTempDir } from '../../support/tempDir.ts';

const open: AsyncDisposable[] = [];

afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one[Symbol.asyncDispose]();
});

/** By the watch's clock, which stands still. */
const NOW = 1_000_000;

const trouble = (code: ErrorCode) =>
  ({ type: 'paused', reason: 'trouble', error: { code, message: '', details: {}, causes: [] } }) as const;

/** An upload in trouble whose cause looks gone at every look, and the numbers of the looks at which it was taken up. */
class Watched {
  readonly upload: ManagedUpload;
  /** Looks begun. */
  looks = 0;
  readonly attempts: number[] = [];
  readonly watch: TroubleWatch;
  #waiting: { readonly done: () => boolean; readonly resolve: () => void } | null = null;

  constructor(store: OpenStore, onAttempt: (watched: Watched) => void) {
    const ref = { repository: REPOSITORY, id: parseUploadId('00000000-0000-4000-8000-000000000001') };
    this.upload = new ManagedUpload(ref, UNKNOWN_STATE, { status: { kind: 'queued' } });
    this.upload.apply(trouble('STORAGE_IO'));
    const { root, driver } = store;
    const uploads = (): Iterable<ManagedUpload> => {
      this.looks += 1;
      if (this.#waiting?.done() === true) this.#waiting.resolve();
      return [this.upload];
    };
    const resume = async (): Promise<void> => {
      this.attempts.push(this.looks);
      onAttempt(this);
      throw new Error('still in trouble');
    };
    const changed = (): void => undefined;
    const watch = new TroubleWatch({ root, driver, uploads, resume, changed, clock: () => NOW }, 1);
    this.watch = watch;
    open.push({ [Symbol.asyncDispose]: () => watch.close() });
  }

  /** Resolves at the beginning of the first look at which `done` holds. */
  until(done: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting = { done, resolve };
    });
  }
}

async function watched(onAttempt: (watched: Watched) => void = () => undefined): Promise<Watched> {
  const dir = await quickTempDir();
  open.push(dir);
  const store = await openStore(path.join(dir.path, 'store'), true);
  open.push(store);
  return new Watched(store, onAttempt);
}

describe('attempts to go on after trouble', () => {
  it('get rarer while they are in vain, up to a bound', async () => {
    const one = await watched();
    await one.until(() => one.attempts.length >= 8);
    // 1, 3, 7, 15, 31 and then 60 looks are left out.
    expect(one.attempts.slice(0, 8)).toEqual([1, 3, 7, 15, 31, 63, 124, 185]);
  });

  it('are as frequent as at first again when one has gained a byte', async () => {
    const one = await watched(({ upload, attempts }) => {
      if (attempts.length === 4) upload.settle({ offset: 1000, checkpointed: 0 });
    });
    await one.until(() => one.attempts.length >= 7);
    expect(one.attempts.slice(0, 7)).toEqual([1, 3, 7, 15, 16, 18, 22]);
  });

  it('stop when a person pauses it, and begin anew with the next trouble', async () => {
    const one = await watched(({ upload, attempts }) => {
      if (attempts.length === 3) upload.apply({ type: 'paused', reason: 'person', error: null });
    });
    await one.until(() => one.looks >= 100);
    expect(one.attempts).toEqual([1, 3, 7]);
    one.upload.apply(trouble('STORAGE_IO'));
    const from = one.looks;
    await one.until(() => one.attempts.length >= 5);
    const [first = 0, second = 0] = one.attempts.slice(3);
    expect(first - from).toBeLessThanOrEqual(2);
    expect(second - first).toBe(2);
  });

  it('stop when a person resumes it, for as long as it waits or works', async () => {
    const one = await watched(({ upload, attempts }) => {
      if (attempts.length === 2) upload.apply({ type: 'enqueued' });
    });
    await one.until(() => one.looks >= 50);
    expect(one.attempts).toEqual([1, 3]);
  });

  it('are told before they are made', async () => {
    const one = await watched();
    expect(one.watch.retryOf(one.upload)).toEqual({ kind: 'watched' });
    await one.until(() => one.attempts.length >= 4);
    // After four attempts in vain fifteen looks are left out, one each ms; the first of them is over.
    expect(one.watch.retryOf(one.upload)).toEqual({ kind: 'at', at: NOW + 1 + 14 });
    one.upload.settle({ offset: 1000, checkpointed: 0 });
    expect(one.watch.retryOf(one.upload)).toEqual({ kind: 'watched' });
    one.upload.apply(trouble('SOURCE_CHANGED'));
    expect(one.watch.retryOf(one.upload)).toBeNull();
  });

  it('stop when they are given up, and begin again when they are wanted', async () => {
    const one = await watched();
    one.watch.giveUp(one.upload.ref.id);
    await one.until(() => one.looks >= 20);
    expect(one.attempts).toEqual([]);
    expect(one.watch.retryOf(one.upload)).toBeNull();
    one.watch.tryFor(one.upload.ref.id);
    await one.until(() => one.attempts.length >= 2);
  });

  it('are not made where only a person can help', async () => {
    const one = await watched();
    one.upload.apply(trouble('SOURCE_CHANGED'));
    await one.until(() => one.looks >= 20);
    expect(one.attempts).toEqual([]);
  });
});
