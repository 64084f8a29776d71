import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { CHUNK_BYTES } from '../../../electron/engine/layers/hashFile.ts';
import { parseDigest } from '../../../shared/digest.ts';
import { digestOf, newRecord, servedBytes } from '../../support/layers.ts';
import { openFilesUnder } from '../../support/openFiles.ts';
import { seededBytes } from '../../support/seededBytes.ts';
import { tempDir } from '../../support/tempDir.ts';
import { at, closedUpload, leftOfUploads, scene, statesOf } from './scene.ts';

/** Rows S9 to S13 of the table in the engine's README: bugs of the layer writer of April 2015. */
describe('what the first layer writer does wrong at its end', () => {
  it('S9: a resume begins at the end, and overwrites nothing', async () => {
    await using dir = await tempDir();
    const { store } = await scene(dir.path);
    const bytes = seededBytes(810, 90_000);
    const upload = await closedUpload(store, bytes.subarray(0, 33_333));
    await using writer = await store.resume(upload);
    expect(writer.offset).toBe(33_333);
    await writer.write(bytes.subarray(33_333));
    await writer.finish(digestOf(bytes));
    expect(Buffer.compare(await servedBytes(dir.path, digestOf(bytes)), bytes)).toBe(0);
  });

  it('S10: a writer whose digest is refused takes more bytes, and finishes', async () => {
    await using dir = await tempDir();
    const { store } = await scene(dir.path);
    const bytes = seededBytes(811, 90_000);
    await using writer = await store.create(newRecord());
    await writer.write(bytes.subarray(0, 50_000));
    await expect(writer.finish(digestOf(bytes))).rejects.toMatchObject({ code: 'DIGEST_MISMATCH' });
    await writer.write(bytes.subarray(50_000));
    expect((await writer.finish(digestOf(bytes))).digest).toBe(digestOf(bytes));
  });

  it.runIf(process.platform === 'linux')(
    'S11: no file stays open, and a digest learnt late takes one read',
    async () => {
      await using dir = await tempDir();
      const { store, calls } = await scene(dir.path);
      const bytes = seededBytes(812, 3 * CHUNK_BYTES);
      const writer = await store.create(newRecord());
      await writer.write(bytes);
      await writer.checkpoint();
      const before = calls.length;
      await writer.finish(digestOf(bytes, 'sha512'));
      const reads = calls.slice(before).filter(({ op, path: file }) => op === 'file.read' && file.endsWith('/data'));
      expect(reads.length).toBeOneOf([3, 4]);
      expect(await openFilesUnder(dir.path)).toEqual([]);
      // Nor does a re-hash that is stopped in the middle keep its file.
      const upload = await closedUpload(store, bytes);
      const stopping = new AbortController();
      const options = { from: 'start', onHashed: () => stopping.abort(), signal: stopping.signal } as const;
      await expect(store.resume(upload, options)).rejects.toMatchObject({ code: 'CANCELLED' });
      expect(await openFilesUnder(dir.path)).toEqual([]);
    },
  );

  it('S12: states do not pile up', async () => {
    await using dir = await tempDir();
    const { store } = await scene(dir.path);
    const bytes = seededBytes(813, 20_000);
    const upload = await closedUpload(store, bytes.subarray(0, 1_000));
    for (let end = 2_000; end <= bytes.length; end += 1_000) {
      await using writer = await store.resume(upload);
      await writer.write(bytes.subarray(writer.offset, end));
    }
    expect(await statesOf(dir.path, upload)).toEqual(['19000', '20000']);
    expect((await stat(at(dir.path, { kind: 'uploadCheckpoints', ...upload }))).size).toBe(2 * 4096);
  });

  it('S13: an existing blob is read before it is trusted, and a digest has its full length', async () => {
    await using dir = await tempDir();
    const { store } = await scene(dir.path);
    const bytes = seededBytes(814, 100_000);
    const blob = at(dir.path, { kind: 'blobData', digest: digestOf(bytes) });
    await mkdir(path.dirname(blob), { recursive: true });
    await writeFile(blob, bytes.toReversed());
    await using writer = await store.create(newRecord());
    await writer.write(bytes);
    expect(await writer.finish(digestOf(bytes), { verifyExisting: true })).toMatchObject({ existing: 'replaced' });
    expect(Buffer.compare(await readFile(blob), bytes)).toBe(0);
    for (const text of ['sha256:a', 'sha256:', `sha256:${'a'.repeat(63)}`, `sha512:${'a'.repeat(64)}`]) {
      expect(() => parseDigest(text)).toThrow(expect.objectContaining({ code: 'DIGEST_INVALID' }));
    }
    expect(await leftOfUploads(dir.path)).toEqual([]);
  });
});
