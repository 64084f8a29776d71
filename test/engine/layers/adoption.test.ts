import { readSync } from 'node:fs';
import { type FileHandle, open, statfs, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { adopt } from '../../../electron/engine/layers/adoption.ts';
import { type FileOps, fileOps } from '../../../electron/engine/storage/fileOps.ts';
import { openFilesystemDriver } from '../../../electron/engine/storage/filesystemDriver.ts';
import { AT_RISK_BYTES } from '../../../shared/checkpointing.ts';
import { canMountCloningDisks, cloningDisk } from '../../support/cloningDisk.ts';
import { digestOf, layerStore, newRecord, readerOver, servedBytes } from '../../support/layers.ts';
import { openManager, sourceFile, until } from '../../support/managers.ts';
import { seededBytes } from '../../support/seededBytes.ts';
import { tempDir } from '../../support/tempDir.ts';

const MIB = 1024 * 1024;

/** Shares blocks by copying them, `times` times, on disks that cannot. */
function copyingOps(times: number): FileOps {
  let left = times;
  return {
    ...fileOps,
    open: async (at, flags) => {
      const file = await fileOps.open(at, flags);
      return {
        ...file,
        cloneFrom: async (source, { position, length }) => {
          if (left-- <= 0) return false;
          const bytes = new Uint8Array(length);
          expect(readSync(source, bytes, 0, length, position)).toBe(length);
          expect(await file.write(bytes, position)).toBe(length);
          return true;
        },
      };
    },
  };
}

async function openedSource(folder: string, bytes: Uint8Array): Promise<FileHandle> {
  const file = path.join(folder, 'source');
  await writeFile(file, bytes);
  return await open(file);
}

describe('adopting blocks of a source', () => {
  it.each([0, 1, 3, 99])('gives the layer, also when it is possible %i times only', async (times) => {
    await using dir = await tempDir();
    const bytes = seededBytes(1, 17 * MIB + 5);
    await using source = await openedSource(dir.path, bytes);
    const { store } = await layerStore(openFilesystemDriver(dir.path, copyingOps(times)));
    await using writer = await store.create(newRecord());
    await adopt(writer, { fd: source.fd, size: bytes.length }, {});
    expect([writer.offset, writer.hashed]).toEqual(
      Array(2).fill(Math.min(bytes.length, times === 0 ? 0 : 4096 + (times - 1) * 4 * MIB)),
    );
    await writer.readFrom(readerOver(bytes, writer.offset), {});
    const { digest } = await writer.finish(digestOf(bytes));
    expect(Buffer.compare(await servedBytes(dir.path, digest), bytes)).toBe(0);
  });

  it('makes checkpoints on the way, and never risks more than the bound', async () => {
    await using dir = await tempDir();
    const bytes = seededBytes(2, 2 * AT_RISK_BYTES);
    await using source = await openedSource(dir.path, bytes);
    const { store } = await layerStore(openFilesystemDriver(dir.path, copyingOps(99)));
    await using writer = await store.create(newRecord());
    let worst = 0;
    await adopt(
      writer,
      { fd: source.fd, size: bytes.length },
      {
        onProgress: () => {
          worst = Math.max(worst, writer.offset - writer.checkpointed);
        },
      },
    );
    expect(worst).toBeGreaterThan(0);
    expect(worst).toBeLessThanOrEqual(AT_RISK_BYTES);
    expect(writer.checkpointed).toBeGreaterThanOrEqual(AT_RISK_BYTES);
  });

  it('has hashed all that lies there when it is stopped', async () => {
    await using dir = await tempDir();
    const bytes = seededBytes(3, 40 * MIB);
    await using source = await openedSource(dir.path, bytes);
    const { store } = await layerStore(openFilesystemDriver(dir.path, copyingOps(99)));
    const stopping = new AbortController();
    const writer = await store.create(newRecord());
    const adopted = adopt(
      writer,
      { fd: source.fd, size: bytes.length },
      { signal: stopping.signal, onProgress: () => stopping.abort() },
    );
    await expect(adopted).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(writer.offset).toBeLessThan(bytes.length);
    expect(writer.hashed).toBe(writer.offset);
    await writer.close();
    await using again = await store.resume(writer.upload);
    expect(again.recovery).toMatchObject({ from: writer.offset, rehashed: 0 });
  });

  it('hashes what lies in the file, whatever becomes of the source', async () => {
    await using dir = await tempDir();
    const bytes = seededBytes(4, 8 * MIB);
    await using source = await openedSource(dir.path, bytes);
    const { store } = await layerStore(openFilesystemDriver(dir.path, copyingOps(1)));
    await using writer = await store.create(newRecord());
    const first = writer.adopt(source.fd, 4 * MIB);
    expect(await first).toBe(true);
    await writeFile(path.join(dir.path, 'source'), seededBytes(5, 8 * MIB));
    await using reader = await writer.readBack();
    const buffer = new Uint8Array(4 * MIB);
    expect(await reader.read(buffer)).toBe(buffer.length);
    await writer.hash(buffer);
    expect(writer.digest()).toBe(digestOf(bytes.subarray(0, 4 * MIB)));
  });

  it('does not begin in the middle of a block', async () => {
    await using dir = await tempDir();
    const bytes = seededBytes(6, 2 * MIB);
    await using source = await openedSource(dir.path, bytes);
    const { store } = await layerStore(openFilesystemDriver(dir.path, copyingOps(99)));
    await using writer = await store.create(newRecord());
    await writer.write(bytes.subarray(0, 1000));
    await adopt(writer, { fd: source.fd, size: bytes.length }, {});
    expect(writer.offset).toBe(1000);
  });
});

describe.runIf(canMountCloningDisks())('a disk that shares blocks', () => {
  it('takes a layer for next to no space', async (context) => {
    await using disk = await cloningDisk();
    if (disk === null) return context.skip();
    const bytes = seededBytes(7, 90 * MIB + 77);
    const file = await sourceFile(disk.path, 'layer.tar', bytes);
    const root = path.join(disk.path, 'store');
    const manager = await openManager(root);
    try {
      const free = async (): Promise<number> => {
        const { bavail, bsize } = await statfs(disk.path);
        return bavail * bsize;
      };
      const before = await free();
      const wanted = { sourcePath: file, repository: newRecord().repository, expected: null, finishBySelf: true };
      const { id } = await manager.add(wanted);
      const { status } = await until(manager, id, 'finished');
      expect(status).toMatchObject({ digest: digestOf(bytes) });
      expect(Buffer.compare(await servedBytes(root, digestOf(bytes)), bytes)).toBe(0);
      expect(before - (await free())).toBeLessThan(10 * MIB);
    } finally {
      await manager.close();
    }
  });
});
