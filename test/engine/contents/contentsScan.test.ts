import { appendFile, rename, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ContentsScan } from '../../../electron/engine/contents/contentsScan.ts';
import { openFilesystemDriver } from '../../../electron/engine/storage/filesystemDriver.ts';
import type { Contents } from '../../../shared/contents.ts';
import { ALL, chunks, contentsOf, ENTRIES, EVERY, MIB, namesOf, scanOf, TAR } from '../../support/contents/scans.ts';
import { entryOf, gnuLong, pax, TAR_END, zstdOf } from '../../support/contents/tars.ts';
import { seededBytes } from '../../support/seededBytes.ts';
import { quickTempDir } from '../../support/tempDir.ts';

/** Resolves once a view is as wanted. Each look gives the scan a turn. */
async function until(scan: ContentsScan, accept: (contents: Contents) => boolean): Promise<Contents> {
  for (;;) {
    const contents = scan.view(ALL);
    if (accept(contents)) return contents;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const isWaiting = ({ state }: Contents): boolean => state === 'waiting';

/** A frame that decoders pass over (RFC 8878, 3.1.2). */
const SKIPPABLE = Buffer.from([0x51, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);

/** `zstd --check -19` 1.5 of a tar with `folder/some.txt`. */
const REAL_ZSTD =
  'KLUv/WQAJwUDADIEDhGgLwao59+B9v+9sCPbFccrBbYgPBhrkOumZgqh/C0TndUPJr8h9310CrmNQTe1VCwH55BLNcgCDgCMBr683TEdzc5chC' +
  'E5asFvtqGaAIQfgORd2NwOwKAAYGICYPcsqQw=';

describe('the contents of a layer', () => {
  it.each([
    ['none', TAR],
    ['gzip', gzipSync(TAR)],
    ['gzip', Buffer.concat([gzipSync(TAR.subarray(0, 5000)), gzipSync(TAR.subarray(5000))])],
    ['zstd', zstdOf([TAR.subarray(0, 100_000), TAR.subarray(100_000, 200_000), ...chunks(TAR.subarray(200_000))])],
    ['zstd', Buffer.concat([SKIPPABLE, ...chunks(TAR).map((chunk) => zstdOf([chunk])), SKIPPABLE])],
  ] as const)('of a tar are its entries, packed with %s', async (packing, bytes) => {
    const contents = await contentsOf(bytes);
    expect(contents).toMatchObject({ format: 'tar', packing, state: 'done', stop: null, entries: ENTRIES.length });
    expect(contents.rows).toMatchObject([
      { name: 'dev', kind: 'folder', items: 1, size: 0, open: false, level: 1 },
      { name: 'etc', kind: 'folder', items: 3, size: 9 },
      { name: 'long', kind: 'folder', size: 10 },
      { name: 'usr', kind: 'folder', items: 4, size: 703_000 },
    ]);
    expect(contents.biggest.map(({ name, size }) => [name, size]).slice(0, 2)).toEqual([
      ['usr/lib/big.so', 700_000],
      ['usr/bin/tool', 3000],
    ]);
    expect(contents.totalSize).toBe(703_019);
  });

  it('are opened folder by folder, and searched by path', async () => {
    await using made = await scanOf(TAR);
    await made.scan.ended();
    const etc = made.scan.view(ALL).rows.find(({ name }) => name === 'etc')?.node ?? -1;
    const opened = made.scan.view({ query: '', open: [etc] }).rows.filter(({ level }) => level === 2);
    expect(opened).toMatchObject([
      { name: '.wh.passwd', kind: 'whiteout', open: null },
      { name: 'hosts', kind: 'file', size: 9 },
      { name: 'link', kind: 'link', target: '../usr/bin/tool' },
    ]);
    expect(namesOf(made.scan.view({ query: 'BIN/T', open: [] }))).toEqual(['usr/bin/tool']);
    expect(namesOf(made.scan.view({ query: 'r/bin/t', open: [] }))).toEqual(['usr/bin/tool']);
    expect(namesOf(made.scan.view({ query: 'usr/l', open: [] }))).toEqual(['usr/lib', 'usr/lib/big.so']);
    expect([...namesOf(made.scan.view({ query: 'ETC', open: [] }))].sort()).toEqual([
      'etc',
      'etc/.wh.passwd',
      'etc/hosts',
      'etc/link',
    ]);
    expect(namesOf(made.scan.view({ query: 'nowhere', open: [] }))).toEqual([]);
  });

  it('take from a header for the next entry what it says, and no path from one for all', async () => {
    const link = { type: 'Link' as const, linkpath: 'own' };
    const made = Buffer.concat([
      pax('g', { path: 'all', linkpath: 'all' }),
      entryOf({ path: 'one', ...link }),
      pax('x', { linkpath: 'for two' }),
      entryOf({ path: 'two', ...link }),
      pax('g', { linkpath: 'all again' }),
      entryOf({ path: 'three', ...link }),
      TAR_END,
    ]);
    const { rows } = await contentsOf(made);
    expect(rows.map(({ name, kind, target }) => [name, kind, target])).toEqual([
      ['one', 'link', 'own'],
      ['three', 'link', 'own'],
      ['two', 'link', 'for two'],
    ]);
  });

  it('have long names and targets however they are written', async () => {
    const long = `deep/${'a'.repeat(300)}`;
    const made = Buffer.concat([
      gnuLong('L', long),
      gnuLong('K', 'k'.repeat(200)),
      entryOf({ path: 'short', type: 'SymbolicLink', linkpath: 'x' }),
      entryOf({ path: 'after', content: Buffer.from('1') }),
      TAR_END,
    ]);
    const { rows } = await contentsOf(made, EVERY);
    expect(rows).toMatchObject([{ name: long, kind: 'link', target: 'k'.repeat(200) }]);
  });

  it.each([
    ['random bytes', seededBytes(9, 100_000), 'none'],
    ['text', Buffer.from('hello'), 'none'],
    ['nothing', new Uint8Array(), 'none'],
    ['zeros', Buffer.alloc(MIB), 'none'],
    ['packed text', gzipSync('hello'), 'gzip'],
    ['packed text', zstdOf([Buffer.from('hello')]), 'zstd'],
  ] as const)('of %s are told as something else', async (_name, bytes, packing) => {
    expect(await contentsOf(bytes)).toMatchObject({ format: 'other', packing, state: 'done', entries: 0 });
  });

  it('are whole when nothing fills the last block, and nothing ends them', async () => {
    const bytes = entryOf({ path: 'a', content: Buffer.from('some text') }).subarray(0, 512 + 9);
    for (const made of [bytes, gzipSync(bytes)]) expect(await contentsOf(made)).toMatchObject({ state: 'done' });
  });

  it('of an empty tar are nothing', async () => {
    expect(await contentsOf(TAR_END)).toMatchObject({ format: 'tar', state: 'done', entries: 0, rows: [] });
  });

  it('are those of a real zstd frame, compressed and with its checksum', async () => {
    expect(await contentsOf(Buffer.from(REAL_ZSTD, 'base64'), EVERY)).toMatchObject({
      packing: 'zstd',
      format: 'tar',
      state: 'done',
      rows: [{ name: 'folder/some.txt', size: 6000 }],
    });
  });
});

describe('a zstd frame', () => {
  const text = entryOf({ path: 'a', content: Buffer.from('text') });
  /** One block, stored, behind a header of these bytes (RFC 8878, 3.1.1.1). */
  const framed = (header: readonly number[], after: Uint8Array = new Uint8Array()): Buffer => {
    const block = (text.length << 3) | 1;
    const head = [block & 255, (block >> 8) & 255, block >> 16];
    return Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, ...header, ...head]), text, after]);
  };
  const size = (bytes: number): readonly number[] => {
    const field = Buffer.alloc(8);
    field.writeBigUInt64LE(BigInt(bytes));
    return [...field];
  };

  it.each([
    ['two bytes', [0x60, ...size(text.length - 256).slice(0, 2)]],
    ['four', [0xa0, ...size(text.length).slice(0, 4)]],
    ['eight', [0xe0, ...size(text.length)]],
  ])('may tell its size in %s instead of its window', async (_name, header) => {
    expect(await contentsOf(framed(header))).toMatchObject({ state: 'done', packing: 'zstd', entries: 1 });
  });

  it.each([
    ['four', [0xa0, ...size(200 * MIB).slice(0, 4)]],
    ['eight', [0xe0, ...size(2 ** 45)]],
  ])('is not unpacked when the size that it tells in %s bytes needs more than it may have', async (_name, header) => {
    expect(await contentsOf(framed(header))).toMatchObject({ state: 'stopped', stop: 'window' });
  });

  it('is packed with nothing when its size is told in one byte and small', async () => {
    const frame = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x20, 3, (3 << 3) | 1, 0, 0, 1, 2, 3]);
    expect(await contentsOf(frame)).toMatchObject({ state: 'done', format: 'other', packing: 'zstd' });
  });

  it.each([
    ['its checksum is missing', framed([0x04, 0x58])],
    ['it breaks off in the head of a block', framed([0x00, 0x58]).subarray(0, 8)],
    ['something else follows it', framed([0x00, 0x58], seededBytes(4, 16))],
    ['its blocks are of a kind that there is not', Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0x58, 0b1111, 0, 0, 1])],
  ])('is damaged when %s', async (_name, bytes) => {
    // No end of a tar comes before it, where nobody would look any further.
    const tail = Buffer.concat([zstdOf([entryOf({ path: 'first', content: seededBytes(1, 600) })]), bytes]);
    expect(await contentsOf(tail)).toMatchObject({ state: 'stopped', stop: 'damaged' });
  });
});

describe('a look inside an upload that moves', () => {
  it('never reads beyond the offset, and goes on as that moves', async () => {
    // What lies behind the offset is not what it will be: whoever reads it, breaks.
    await using made = await scanOf(
      Buffer.concat([TAR.subarray(0, 3000), Buffer.alloc(TAR.length, 0xff)]),
      3000,
      false,
    );
    const first = await until(made.scan, isWaiting);
    expect(first).toMatchObject({ format: 'tar', entries: 3, offset: 3000, readTo: 3000 });
    await writeFile(made.file, TAR);
    for (let offset = 4000; offset < TAR.length; offset += 50_000) {
      expect(made.follow(offset)).toBe(true);
      const { readTo } = await until(made.scan, isWaiting);
      expect(readTo).toBeLessThanOrEqual(offset);
    }
    made.follow(TAR.length);
    await made.scan.ended();
    expect(made.scan.view(ALL)).toMatchObject({ state: 'done', entries: ENTRIES.length });
  });

  it.each([
    ['gzip', gzipSync(Buffer.concat([TAR, seededBytes(5, MIB)]))],
    ['zstd', zstdOf(chunks(TAR))],
  ])('tells what has been unpacked of %s so far', async (_packing, bytes) => {
    await using made = await scanOf(bytes, 300_000, false);
    expect(await until(made.scan, isWaiting)).toMatchObject({ format: 'tar', stop: null });
    expect(made.scan.view(ALL).entries).toBeGreaterThan(2);
    made.follow(bytes.length);
    await made.scan.ended();
    expect(made.scan.view(ALL)).toMatchObject({ state: 'done', entries: ENTRIES.length });
  });

  it('follows its bytes to where they are served', async () => {
    await using made = await scanOf(TAR, 2000, false);
    await until(made.scan, isWaiting);
    await rename(made.file, path.join(made.dir.path, 'blob'));
    made.scan.follow({ path: '/blob', offset: TAR.length, complete: true });
    await made.scan.ended();
    expect(made.scan.view(ALL)).toMatchObject({ state: 'done', entries: ENTRIES.length });
  });

  it('is worth nothing once some of what was read is cut off', async () => {
    await using made = await scanOf(TAR, 100_000, false);
    await truncate(made.file, 1000);
    expect(made.follow(1000)).toBe(false);
  });

  it('ends at once when nobody looks any more, wherever it is', async () => {
    for (const bytes of [TAR, gzipSync(TAR), zstdOf(chunks(TAR))]) {
      const made = await scanOf(bytes, 600, false);
      await until(made.scan, isWaiting);
      await made[Symbol.asyncDispose]();
    }
  });

  it('fails with the code of what keeps it from reading', async () => {
    await using dir = await quickTempDir();
    await writeFile(path.join(dir.path, 'file'), 'x');
    const driver = openFilesystemDriver(dir.path);
    await using scan = new ContentsScan(driver, { path: '/file/data', offset: 9, complete: true }, 1);
    await until(scan, isWaiting);
    await appendFile(path.join(dir.path, 'file'), 'y');
    await using folder = new ContentsScan(driver, { path: '/', offset: 9, complete: true }, 1);
    await folder.ended();
    expect(() => folder.view(ALL)).toThrow(expect.objectContaining({ code: 'PATH_INVALID' }));
  });
});
