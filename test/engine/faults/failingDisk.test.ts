import { describe, expect, it } from 'vitest';
import { loadDigesterFactory } from '../../../electron/engine/digest/backend.ts';
import { LayerStore } from '../../../electron/engine/layers/layerStore.ts';
import { openFilesystemDriver } from '../../../electron/engine/storage/filesystemDriver.ts';
import { History } from '../../../electron/engine/uploads/history.ts';
import { recoverStore } from '../../../electron/engine/uploads/recovery.ts';
import { type ErrorCode, hasCode, mainFailure } from '../../../shared/errors.ts';
import { type FileCall, hookedOps, systemError } from '../../support/hookedOps.ts';
import { digestOf, newRecord, readerOver, servedBytes, tree } from '../../support/layers.ts';
import { openFilesUnder } from '../../support/openFiles.ts';
import { seededBytes } from '../../support/seededBytes.ts';
import { quickTempDir } from '../../support/tempDir.ts';

const BYTES = seededBytes(720, 5000);
const DIGEST = digestOf(BYTES);

const factory = await loadDigesterFactory();

/** What may fail, counted from 1; `begun` is true once the upload's creation has been reported. */
interface Moment {
  readonly call: FileCall;
  readonly number: number;
  readonly begun: boolean;
}

/**
 * Everything that an upload does to a disk: begin, write, checkpoint, rest, resume, finish. Resolves to the number of
 * operations; each is seen by `before` first.
 */
async function journey(root: string, before: (moment: Moment) => void): Promise<number> {
  let number = 0;
  let begun = false;
  const ops = hookedOps({
    before: (call) => {
      number += 1;
      before({ call, number, begun });
    },
  });
  const store = new LayerStore(openFilesystemDriver(root, ops), factory);
  const upload = await store.begin(newRecord({ expected: DIGEST }));
  begun = true;
  {
    await using first = await store.resume(upload, { expected: DIGEST });
    await first.write(BYTES.subarray(0, 2000));
    await first.checkpoint();
    await first.write(BYTES.subarray(2000, 3000));
  }
  await using second = await store.resume(upload, { expected: DIGEST });
  await second.readFrom(readerOver(BYTES, second.offset), {});
  await second.finish(DIGEST);
  return number;
}

/** What the next start makes of the store: every upload that is left goes on to its end. */
async function recoverAndFinish(root: string): Promise<void> {
  const driver = openFilesystemDriver(root);
  const store = new LayerStore(driver, factory);
  const parts = { driver, store, history: await History.load(driver), clock: Date.now };
  for (const { ref, view } of await recoverStore(parts)) {
    expect(view.status.kind).not.toBe('failed');
    await using writer = await store.resume(ref, {
      expected: DIGEST,
      proof: { openSource: async (offset) => readerOver(BYTES, offset), onDifference: 'cut' },
    });
    await writer.readFrom(readerOver(BYTES, writer.offset), {});
    await writer.finish(DIGEST);
  }
}

/** Operations that change something: only they meet a disk that is full or read-only. */
const CHANGES: readonly FileCall['op'][] = [
  'open',
  'mkdir',
  'rename',
  'unlink',
  'rmdir',
  'syncFolder',
  'file.write',
  'file.truncate',
  'file.sync',
  'file.datasync',
];

const FAULTS: readonly (readonly [errno: string, code: ErrorCode, meets: (call: FileCall) => boolean])[] = [
  ['EIO', 'STORAGE_IO', () => true],
  ['ENOSPC', 'DISK_FULL', ({ op }) => CHANGES.includes(op)],
  ['EROFS', 'READ_ONLY', ({ op }) => CHANGES.includes(op)],
];

describe.each(FAULTS)('a disk that answers %s once', (errno, code, meets) => {
  it('costs nothing, whatever operation it is', async () => {
    await using clean = await quickTempDir();
    const calls: FileCall[] = [];
    await journey(clean.path, ({ call }) => calls.push(call));
    const numbers = calls.flatMap((call, index) => (meets(call) ? [index + 1] : []));
    expect(numbers.length).toBeGreaterThan(50);
    for (const failing of numbers) {
      await using dir = await quickTempDir();
      let met: Moment | null = null;
      const outcome = await journey(dir.path, (moment) => {
        if (moment.number !== failing) return;
        met = moment;
        throw systemError(errno);
      }).catch((error: unknown) => error);
      const { begun, call } = momentOf(met);
      const where = `operation ${failing}, ${call.op} ${call.path}`;
      expect(await openFilesUnder(dir.path), where).toEqual([]);
      if (typeof outcome !== 'number') {
        // A clear refusal: what the disk said, also where closing failed because of it.
        expect(hasCode(mainFailure(outcome), code), `${where} gave ${String(outcome)}`).toBe(true);
        await recoverAndFinish(dir.path);
      }
      const left = await tree(dir.path);
      const blobs = left.filter((name) => name.includes('/blobs/'));
      // A begin that failed was never reported, but may have succeeded; everything reported has come to its end.
      if (begun || blobs.length > 0) {
        expect(Buffer.compare(await servedBytes(dir.path, DIGEST), BYTES), where).toBe(0);
        expect(blobs, where).toHaveLength(1);
      }
      expect(
        left.filter((name) => /_uploads|trash|staging/.test(name)),
        where,
      ).toEqual([]);
    }
  }, 120_000);
});

/** Assigned in a callback, which the compiler does not follow. */
function momentOf(met: Moment | null): Moment {
  if (met === null) throw new Error('the operation did not come');
  return met;
}
