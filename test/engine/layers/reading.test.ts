import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { pathFor } from '../../../electron/engine/layers/paths.ts';
import { EMPTY_DIGEST } from '../../../shared/digest.ts';
import { parseRepositoryName } from '../../../shared/names.ts';
import { digestOf, layerStore, newRecord, REPOSITORY } from '../../support/layers.ts';
import { openFilesUnder } from '../../support/openFiles.ts';
import { seededBytes } from '../../support/seededBytes.ts';
import { tempDir } from '../../support/tempDir.ts';

const BYTES = seededBytes(64, 200_000);
const DIGEST = digestOf(BYTES);
const MISSING = { code: 'PATH_NOT_FOUND' };

describe('reading a layer', () => {
  it('is refused before it is there, and gives its bytes afterwards, from any name and in any steps', async () => {
    await using dir = await tempDir();
    const { store } = await layerStore(dir.path);
    const alias = digestOf(BYTES, 'sha384');
    const writer = await store.create(newRecord({ expected: alias }));
    await writer.write(BYTES);
    for (const read of [() => store.stat(REPOSITORY, DIGEST), () => store.open(REPOSITORY, DIGEST)]) {
      await expect(read()).rejects.toMatchObject(MISSING);
    }
    await writer.finish(alias);
    for (const name of [DIGEST, alias]) {
      const blobPath = pathFor({ kind: 'blobData', digest: DIGEST });
      expect(await store.stat(REPOSITORY, name)).toEqual({ digest: DIGEST, size: BYTES.length, blobPath });
      await using reader = await store.open(REPOSITORY, name);
      const parts: Uint8Array[] = [];
      for (const step of [1, 70_000, 200_000]) {
        const buffer = new Uint8Array(step);
        parts.push(buffer.subarray(0, await reader.read(buffer)));
      }
      expect(parts.map(({ length }) => length)).toEqual([1, 70_000, BYTES.length - 70_001]);
      expect(Buffer.compare(Buffer.concat(parts), BYTES)).toBe(0);
      expect(await reader.read(new Uint8Array(1))).toBe(0);
    }
    expect(await openFilesUnder(dir.path)).toEqual([]);
  });

  it('is refused in a repository that has no link to it, and when the blob is gone', async () => {
    await using dir = await tempDir();
    const { store } = await layerStore(dir.path);
    const writer = await store.create(newRecord());
    await writer.write(BYTES);
    const { blobPath } = await writer.finish(DIGEST);
    await expect(store.open(parseRepositoryName('library/other'), DIGEST)).rejects.toMatchObject(MISSING);
    await rm(path.join(dir.path, blobPath));
    await expect(store.stat(REPOSITORY, DIGEST)).rejects.toMatchObject(MISSING);
    await expect(store.open(REPOSITORY, DIGEST)).rejects.toMatchObject(MISSING);
  });

  it.each(['\uFEFF%', '%\n', ' %', '', '%%', 'sha256:12'])(
    'is refused through a link of %j, as by a registry',
    async (form) => {
      await using dir = await tempDir();
      const { store } = await layerStore(dir.path);
      const writer = await store.create(newRecord());
      await writer.write(BYTES);
      await writer.finish(DIGEST);
      const link = path.join(dir.path, pathFor({ kind: 'layerLink', repository: REPOSITORY, digest: DIGEST }));
      await writeFile(link, form.replaceAll('%', DIGEST));
      await expect(store.stat(REPOSITORY, DIGEST)).rejects.toMatchObject({ code: 'DIGEST_INVALID' });
    },
  );

  it('serves one layer from two repositories, and from one when the other has lost it', async () => {
    await using dir = await tempDir();
    const { store, driver } = await layerStore(dir.path);
    const other = parseRepositoryName('library/other');
    for (const repository of [REPOSITORY, other]) {
      const writer = await store.create(newRecord({ repository }));
      await writer.write(BYTES);
      expect(await writer.finish(DIGEST)).toMatchObject({ existing: repository === other ? 'kept' : 'absent' });
    }
    await driver.delete(pathFor({ kind: 'layerLink', repository: REPOSITORY, digest: DIGEST }));
    await expect(store.stat(REPOSITORY, DIGEST)).rejects.toMatchObject(MISSING);
    expect(await store.stat(other, DIGEST)).toMatchObject({ digest: DIGEST });
    // What was taken out can be uploaded again.
    const again = await store.create(newRecord());
    await again.write(BYTES);
    expect(await again.finish(DIGEST)).toMatchObject({ existing: 'kept' });
    expect(await store.stat(REPOSITORY, DIGEST)).toMatchObject({ digest: DIGEST });
  });

  it('of the zero-length layer gives nothing, and is at its end', async () => {
    await using dir = await tempDir();
    const { store } = await layerStore(dir.path);
    await (await store.create(newRecord())).finish(EMPTY_DIGEST);
    await using reader = await store.open(REPOSITORY, EMPTY_DIGEST);
    expect(await reader.read(new Uint8Array(10))).toBe(0);
  });
});

describe.each(['sha384', 'sha512'] as const)('a layer with a %s digest', (algorithm) => {
  const name = digestOf(BYTES, algorithm);

  it('is hashed alongside when the digest is known at the start, over a pause, and linked under both', async () => {
    await using dir = await tempDir();
    const { store, driver } = await layerStore(dir.path);
    const first = await store.create(newRecord({ expected: name }));
    await first.write(BYTES.subarray(0, 77_777));
    await first.close();
    await using writer = await store.resume(first.upload, { expected: name });
    expect(writer.recovery).toMatchObject({ from: 77_777, rehashed: 0 });
    await writer.write(BYTES.subarray(77_777));
    expect(await writer.finish(name)).toMatchObject({ digest: DIGEST, rehashed: 0 });
    for (const digest of [DIGEST, name]) {
      const link = await driver.getContent(pathFor({ kind: 'layerLink', repository: REPOSITORY, digest }));
      expect(new TextDecoder().decode(link)).toBe(DIGEST);
    }
  });

  it('is read once more when the digest is learnt late, and refused when it is another', async () => {
    await using dir = await tempDir();
    const { store } = await layerStore(dir.path);
    await using writer = await store.create(newRecord());
    await writer.write(BYTES);
    const wrong = digestOf(seededBytes(65, 10), algorithm);
    await expect(writer.finish(wrong)).rejects.toMatchObject({ code: 'DIGEST_MISMATCH', details: { actual: name } });
    const late = await store.create(newRecord());
    await late.write(BYTES);
    expect(await late.finish(name)).toMatchObject({ digest: DIGEST, rehashed: BYTES.length });
  });
});
