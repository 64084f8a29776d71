import { describe, expect, it } from 'vitest';
import {
  linkLayer,
  placeBlob,
  readRecord,
  recordFinishing,
  settleTrash,
} from '../../../electron/engine/layers/finishing.ts';
import { pathFor } from '../../../electron/engine/layers/paths.ts';
import { LayerliftError } from '../../../shared/errors.ts';
import { type Fault, faultyDriver } from '../../support/faultyDriver.ts';
import { digestOf, layerStore, newRecord, REPOSITORY } from '../../support/layers.ts';
import { openMemoryDriver } from '../../support/memoryDriver.ts';
import { seededBytes } from '../../support/seededBytes.ts';

const BYTES = seededBytes(71, 50_000);
const DIGEST = digestOf(BYTES);
const LAYER = { digest: DIGEST, size: BYTES.length };
const BLOB = pathFor({ kind: 'blobData', digest: DIGEST });
const BROKEN = new LayerliftError('STORAGE_IO', 'broken');

/** A writer that has all bytes, in a store in memory whose driver fails as `fault` says. */
async function scene(fault: Fault = () => null) {
  const driver = faultyDriver(openMemoryDriver(), fault);
  const { store } = await layerStore(driver);
  const writer = await store.create(newRecord());
  return { driver, store, writer, upload: writer.upload };
}

describe('the note that an upload is finishing', () => {
  it('is made also for an upload that nobody knows anything of', async () => {
    const { driver, upload } = await scene();
    await driver.delete(pathFor({ kind: 'uploadRecord', ...upload }));
    await recordFinishing(driver, upload, { ...LAYER, expected: null });
    expect(await readRecord(driver, upload)).toEqual({
      repository: REPOSITORY,
      name: upload.id,
      source: null,
      expected: null,
      finishBySelf: false,
      createdAt: 0,
      phase: { kind: 'finishing', ...LAYER },
    });
  });

  it('keeps what is known of it', async () => {
    const { driver, upload } = await scene();
    const expected = digestOf(BYTES, 'sha512');
    await recordFinishing(driver, upload, { ...LAYER, expected });
    expect(await readRecord(driver, upload)).toEqual(newRecord({ expected, phase: { kind: 'finishing', ...LAYER } }));
  });
});

describe('the blob of an upload that is finishing', () => {
  it.each([
    ['absent', null, {}],
    ['kept', BYTES, {}],
    ['replaced', BYTES.subarray(1), { replaces: true }],
  ] as const)('is %s, which the record tells only of a replaced one', async (existing, content, noted) => {
    const { driver, writer, upload } = await scene();
    await writer.write(BYTES);
    if (content !== null) await driver.putContent(BLOB, content);
    await recordFinishing(driver, upload, { ...LAYER, expected: null });
    expect(await placeBlob(driver, upload, LAYER)).toBe(existing);
    expect((await readRecord(driver, upload))?.phase).toEqual({ kind: 'finishing', ...LAYER, ...noted });
    expect(Buffer.compare(await driver.getContent(BLOB), BYTES)).toBe(0);
  });

  it('is replaced also when its record has gone, which is not made up', async () => {
    const { driver, writer, upload } = await scene();
    await writer.write(BYTES);
    await driver.putContent(BLOB, BYTES.subarray(1));
    await driver.delete(pathFor({ kind: 'uploadRecord', ...upload }));
    expect(await placeBlob(driver, upload, LAYER)).toBe('replaced');
    expect(await readRecord(driver, upload)).toBeNull();
  });

  it('is made durable before it is linked when somebody else has placed it', async () => {
    const { driver, writer, upload } = await scene();
    await writer.write(BYTES);
    await driver.putContent(BLOB, BYTES);
    await placeBlob(driver, upload, LAYER);
    expect(driver.calls.at(-1)).toMatchObject({ method: 'settle', path: BLOB });
  });

  it('is linked once under each name', async () => {
    const { driver } = await scene();
    const link = (name: typeof DIGEST): string => pathFor({ kind: 'layerLink', repository: REPOSITORY, digest: name });
    for (const [expected, names] of [
      [null, [DIGEST]],
      [DIGEST, [DIGEST]],
      [digestOf(BYTES, 'sha384'), [DIGEST, digestOf(BYTES, 'sha384')]],
    ] as const) {
      const before = driver.calls.length;
      await linkLayer(driver, REPOSITORY, DIGEST, expected);
      expect(driver.calls.slice(before).map(({ path }) => path)).toEqual(names.map(link));
      for (const name of names) expect(Buffer.from(await driver.getContent(link(name))).toString()).toBe(DIGEST);
    }
  });
});

describe('the trash', () => {
  it('is made durable where there is one', async () => {
    const { driver, store, upload, writer } = await scene();
    await settleTrash(driver);
    await writer.close();
    await store.cancel(upload);
    await settleTrash(driver);
    expect(driver.calls.at(-1)).toMatchObject({ method: 'settle', path: pathFor({ kind: 'trash' }) });
  });

  it('is not taken for settled when the disk fails', async () => {
    const { driver } = await scene(({ method, path }) =>
      method === 'settle' && path.endsWith('/trash') ? BROKEN : null,
    );
    await expect(settleTrash(driver)).rejects.toBe(BROKEN);
  });
});

describe('a finish', () => {
  it('makes a checkpoint of all bytes before it notes anything, unless there is one', async () => {
    for (const already of [false, true]) {
      const { store, writer, upload } = await scene(({ method, path }) =>
        method === 'move' && path.endsWith('/data') ? BROKEN : null,
      );
      await writer.write(BYTES);
      if (already) await writer.checkpoint();
      await expect(writer.finish(DIGEST)).rejects.toBe(BROKEN);
      expect((await store.inspect(upload)).checkpoint).toMatchObject({ offset: BYTES.length, sequence: 1 });
    }
  });

  it('is not begun when a write has failed, whatever came after it', async () => {
    let left = 1;
    const { writer } = await scene(({ method }) => (method === 'writer.write' && left-- > 0 ? BROKEN : null));
    await expect(writer.write(BYTES)).rejects.toBe(BROKEN);
    await writer.write(BYTES);
    await expect(writer.finish(null)).rejects.toMatchObject({
      code: 'UPLOAD_INCOMPLETE',
      details: { offset: BYTES.length, hashed: 2 * BYTES.length },
    });
  });

  it('leaves nothing to go on with when it fails behind the blob: the writer lets go without a word', async () => {
    const { store, driver, writer, upload } = await scene(({ method, path }) =>
      method === 'putContent' && path.endsWith('/link') ? BROKEN : null,
    );
    await writer.write(BYTES);
    await expect(writer.finish(DIGEST)).rejects.toBe(BROKEN);
    const before = driver.calls.length;
    await writer.close();
    expect(driver.calls.slice(before)).toEqual([]);
    expect(await driver.stat(BLOB)).toMatchObject({ size: BYTES.length });
    expect((await store.inspect(upload)).record?.phase).toEqual({ kind: 'finishing', ...LAYER });
  });

  it('hashes once more, and only once, for a digest that is learnt late and wrong', async () => {
    const { store, driver, writer, upload } = await scene();
    await writer.write(BYTES);
    await writer.close();
    await using again = await store.resume(upload);
    const before = driver.calls.length;
    await expect(again.finish(digestOf(BYTES.subarray(1), 'sha512'))).rejects.toMatchObject({
      code: 'DIGEST_MISMATCH',
      details: {
        expected: digestOf(BYTES.subarray(1), 'sha512'),
        actual: digestOf(BYTES, 'sha512'),
        canonical: DIGEST,
      },
    });
    expect(driver.calls.slice(before).filter(({ method }) => method === 'reader')).toHaveLength(1);
    expect(await again.finish(DIGEST)).toMatchObject({ digest: DIGEST });
  });

  it('of a closed writer says whose upload it was', async () => {
    const { writer, upload } = await scene();
    await writer.close();
    await expect(writer.finish(null)).rejects.toMatchObject({ code: 'WRITER_CLOSED', details: { id: upload.id } });
  });
});
