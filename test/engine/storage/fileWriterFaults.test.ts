import { stat } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openFilesystemDriver } from '../../../electron/engine/storage/filesystemDriver.ts';
import { expectBytes } from '../../support/expectBytes.ts';
import { type FileCall, hookedOps, systemError } from '../../support/hookedOps.ts';
import { seededBytes } from '../../support/seededBytes.ts';
import { tempDir } from '../../support/tempDir.ts';

const CHUNKS = [1, 2, 3].map((seed) => seededBytes(seed, 2500));
const ALL = Buffer.concat(CHUNKS);

/** A hook that fails the given calls (counted from 1) of one operation. */
function failing(op: FileCall['op'], code: string, ...numbers: readonly number[]): (call: FileCall) => void {
  let count = 0;
  return (call) => {
    if (call.op !== op) return;
    count += 1;
    if (numbers.includes(count)) throw systemError(code);
  };
}

/** A moment that others wait for. */
function gate(): { readonly passed: Promise<void>; open(): void } {
  let open = (): void => undefined;
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open: () => open() };
}

describe('a writer whose write fails', () => {
  it('counts what stands in the file, and writes nothing more', async () => {
    await using dir = await tempDir();
    // Steps of 1000 bytes: the first chunk takes three, the second fails at its second.
    const ops = hookedOps({ writeLimit: 1000, before: failing('file.write', 'ENOSPC', 5) });
    const driver = openFilesystemDriver(dir.path, ops);
    const writer = await driver.writer('/file', { append: false });
    const [first, second, third] = await Promise.allSettled(CHUNKS.map((chunk) => writer.write(chunk)));
    expect(first?.status).toBe('fulfilled');
    expect(second).toMatchObject({ status: 'rejected', reason: { code: 'DISK_FULL', details: { path: '/file' } } });
    if (second?.status !== 'rejected' || third?.status !== 'rejected') throw new Error('two writes were to fail');
    expect(third.reason).toBe(second.reason);
    expect(second.reason.cause).toMatchObject({ code: 'ENOSPC' });

    expect(writer.size).toBe(3500);
    expect((await stat(path.join(dir.path, 'file'))).size).toBe(3500);
    for (const refused of [writer.write(new Uint8Array(1)), writer.overwrite(0, new Uint8Array(1)), writer.commit()]) {
      await expect(refused).rejects.toBe(second.reason);
    }
    await writer.sync();
    await writer.close();
    expect(writer.size).toBe(3500);

    await using next = await driver.writer('/file', { append: true });
    await next.write(ALL.subarray(next.size));
    expectBytes(await driver.getContent('/file'), ALL);
  });

  it('still takes bytes away', async () => {
    await using dir = await tempDir();
    const ops = hookedOps({ before: failing('file.write', 'EIO', 2) });
    await using writer = await openFilesystemDriver(dir.path, ops).writer('/file', { append: false });
    await writer.write(ALL);
    await expect(writer.write(ALL)).rejects.toMatchObject({ code: 'STORAGE_IO', details: { errno: 'EIO' } });
    await writer.truncate(100);
    expect(writer.size).toBe(100);
    await expect(writer.write(ALL)).rejects.toMatchObject({ code: 'STORAGE_IO' });
  });

  it('takes a system that writes nothing for a failure', async () => {
    await using dir = await tempDir();
    const driver = openFilesystemDriver(dir.path, hookedOps({ writeLimit: 0 }));
    await using writer = await driver.writer('/file', { append: false });
    await expect(writer.write(ALL)).rejects.toMatchObject({
      code: 'STORAGE_IO',
      details: { driver: 'filesystem', path: '/file' },
    });
    expect(writer.size).toBe(0);
    await expect(driver.putContent('/small', ALL)).rejects.toMatchObject({ code: 'STORAGE_IO' });
    expect(await driver.list('/')).toEqual(['/file']);
  });
});

describe('a writer whose sync fails', () => {
  it('never calls the same bytes durable afterwards', async () => {
    await using dir = await tempDir();
    const driver = openFilesystemDriver(dir.path, hookedOps({ before: failing('file.datasync', 'EIO', 1) }));
    const writer = await driver.writer('/file', { append: false });
    await writer.write(ALL);
    const failure = await writer.sync().catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'STORAGE_IO', details: { errno: 'EIO', path: '/file' } });
    for (const refused of [writer.sync(), writer.write(ALL), writer.truncate(1), writer.commit(), writer.close()]) {
      await expect(refused).rejects.toBe(failure);
    }
    // Closed all the same: the file is free for the next writer, which begins with nothing proven.
    await (await driver.writer('/file', { append: true })).close();
  });

  it('tells every sync that overlapped', async () => {
    await using dir = await tempDir();
    const driver = openFilesystemDriver(dir.path, hookedOps({ before: failing('file.datasync', 'EIO', 1) }));
    const writer = await driver.writer('/file', { append: false });
    await writer.write(ALL);
    const results = await Promise.allSettled([writer.sync(), writer.sync(), writer.close()]);
    expect(results.map((result) => result.status)).toEqual(['rejected', 'rejected', 'rejected']);
  });
});

describe('a writer at work', () => {
  it('has one write in flight, and syncs beside it', async () => {
    await using dir = await tempDir();
    const syncing = gate();
    const release = gate();
    const calls: string[] = [];
    const ops = hookedOps({
      writeLimit: 1000,
      before: async ({ op }) => {
        if (op === 'file.datasync') {
          syncing.open();
          await release.passed;
        }
        if (op.startsWith('file.')) calls.push(op);
      },
    });
    const writer = await openFilesystemDriver(dir.path, ops).writer('/file', { append: false });
    calls.length = 0;
    await writer.write(ALL.subarray(0, 2500));
    const sync = writer.sync();
    await syncing.passed;
    await Promise.all([writer.write(ALL.subarray(2500, 5000)), writer.write(ALL.subarray(5000))]);
    expect(writer.size).toBe(7500);
    const closed = writer.close();
    expect(calls.filter((op) => op !== 'file.write')).toEqual([]);
    release.open();
    await Promise.all([sync, closed]);
    // Bytes written beside the sync are not taken for synced by it.
    expect(calls.slice(-3)).toEqual(['file.datasync', 'file.datasync', 'file.close']);
    expectBytes(await openFilesystemDriver(dir.path).getContent('/file'), ALL);
  });

  it('never has two writes in flight', async () => {
    await using dir = await tempDir();
    let inFlight = 0;
    let most = 0;
    const ops = hookedOps({
      writeLimit: 500,
      before: async ({ op }) => {
        if (op !== 'file.write') return;
        inFlight += 1;
        most = Math.max(most, inFlight);
        await Promise.resolve();
        inFlight -= 1;
      },
    });
    await using writer = await openFilesystemDriver(dir.path, ops).writer('/file', { append: false });
    await Promise.all([...CHUNKS, ...CHUNKS].map((chunk) => writer.write(chunk)));
    expect(most).toBe(1);
    expect(writer.size).toBe(15_000);
  });

  it('is closed also when its end fails', async () => {
    await using dir = await tempDir();
    const driver = openFilesystemDriver(dir.path, hookedOps({ before: failing('unlink', 'EACCES', 1) }));
    const writer = await driver.writer('/file', { append: false });
    await expect(writer.cancel()).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
    await writer.close();
    await using next = await driver.writer('/file', { append: true });
    await next.cancel();
    expect(await driver.list('/')).toEqual([]);
  });
});
