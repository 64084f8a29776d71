import { appendFile, rename, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { Budget } from '../../../electron/engine/contents/budget.ts';
import { ContentsScan } from '../../../electron/engine/contents/contentsScan.ts';
import { openFilesystemDriver } from '../../../electron/engine/storage/filesystemDriver.ts';
import { CONTENTS_LIMITS, type Contents } from '../../../shared/contents.ts';
import {
  entryOf,
  gnuLong,
  headerOf,
  type MadeEntry,
  pax,
  TAR_END,
  tampered,
  tarOf,
  zstdOf,
} from '../../support/contents/tars.ts';
import { seededBytes } from '../../support/seededBytes.ts';
import { quickTempDir } from '../../support/tempDir.ts';

const MIB = 1024 * 1024;
const ALL = { query: '', open: [] };
/** Finds every entry. */
const EVERY = { query: '/', open: [] };

/** A file that a scan looks into, the whole of it unless told otherwise. */
async function scanOf(bytes: Uint8Array, offset = bytes.length, complete = offset === bytes.length) {
  const dir = await quickTempDir();
  await writeFile(path.join(dir.path, 'data'), bytes);
  const reach = { path: '/data', offset, complete };
  const scan = new ContentsScan(openFilesystemDriver(dir.path), reach, 1);
  return {
    dir,
    scan,
    file: path.join(dir.path, 'data'),
    follow: (to: number, isAll = to === bytes.length) => scan.follow({ path: '/data', offset: to, complete: isAll }),
    [Symbol.asyncDispose]: async () => {
      await scan[Symbol.asyncDispose]();
      await dir[Symbol.asyncDispose]();
    },
  };
}

async function contentsOf(bytes: Uint8Array, request = ALL): Promise<Contents> {
  await using made = await scanOf(bytes);
  await made.scan.ended();
  return made.scan.view(request);
}

/** Resolves once a view is as wanted. Each look gives the scan a turn. */
async function until(scan: ContentsScan, accept: (contents: Contents) => boolean): Promise<Contents> {
  for (;;) {
    const contents = scan.view(ALL);
    if (accept(contents)) return contents;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const isWaiting = ({ state }: Contents): boolean => state === 'waiting';
const namesOf = ({ rows }: Contents): readonly string[] => rows.map(({ name }) => name);

const ENTRIES: readonly MadeEntry[] = [
  { path: './', type: 'Directory' },
  { path: './usr/', type: 'Directory' },
  { path: './usr/bin/tool', content: seededBytes(1, 3000) },
  { path: './usr/lib/big.so', content: seededBytes(2, 700_000) },
  { path: './etc/hosts', content: Buffer.from('127.0.0.1') },
  { path: './etc/link', type: 'SymbolicLink', linkpath: '../usr/bin/tool' },
  { path: './dev/null', type: 'CharacterDevice' },
  { path: './etc/.wh.passwd' },
  { path: `./${'long/'.repeat(40)}${'n'.repeat(140)}`, content: seededBytes(3, 10) },
];
const TAR = tarOf(...ENTRIES);

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

describe('a layer that is made to do harm', () => {
  const bigHeader = (flag: string, size: number): Buffer =>
    tampered(headerOf({ path: 'x', size, type: 'File' }), (block) => void block.write(flag, 156, 'latin1'));

  it.each([
    ['a pax header of 2 MiB', bigHeader('x', 2 * MIB), 'header'],
    ['a global one', bigHeader('g', 2 * MIB), 'header'],
    ['a long name of 2 MiB', bigHeader('L', 2 * MIB), 'header'],
    [
      'a negative size',
      tampered(headerOf({ path: 'x', size: 0, type: 'File' }), (b) => b.fill(0xff, 124, 136)),
      'damaged',
    ],
    [
      'a size beyond all numbers',
      Buffer.concat([
        entryOf({ path: 'a' }),
        tampered(headerOf({ path: 'x', size: 0, type: 'File' }), (b) => {
          b.fill(0xff, 125, 136);
          b[124] = 0x80;
        }),
      ]),
      'damaged',
    ],
    [
      'a sparse map without end',
      Buffer.concat([tampered(bigHeader('S', 0), (b) => b.fill(1, 482, 483)), Buffer.alloc(2 * MIB, 1)]),
      'header',
    ],
    ['an end in the middle of a header', Buffer.concat([entryOf({ path: 'a' }), TAR.subarray(0, 100)]), 'damaged'],
    ['an end in the middle of a long name', gnuLong('L', 'n'.repeat(2000)).subarray(0, 1024), 'damaged'],
    ['an end in the middle of a sparse map', tampered(bigHeader('S', 0), (b) => b.fill(1, 482, 483)), 'damaged'],
    ['an end in the middle of a file', TAR.subarray(0, 100_000), 'damaged'],
    ['an end in the middle of a packed file', gzipSync(TAR.subarray(0, 100_000)), 'damaged'],
    ['garbage after an entry', Buffer.concat([entryOf({ path: 'a' }), seededBytes(7, 512)]), 'damaged'],
    ['gzip that breaks off', gzipSync(TAR).subarray(0, 2000), 'damaged'],
    ['gzip that is damaged', Buffer.concat([gzipSync(TAR).subarray(0, 2000), seededBytes(8, 5000)]), 'damaged'],
    ['zstd that breaks off', zstdOf(chunks(TAR)).subarray(0, 90_000), 'damaged'],
    ['a zstd window of 2 GiB', zstdOf([TAR.subarray(0, 1000)], 0xa8), 'window'],
    ['a zstd block of 2 MiB', zstdOf([[0, 2 * MIB - 1]]), 'damaged'],
    [
      'a second zstd frame with a large window',
      Buffer.concat([zstdOf([TAR.subarray(0, 4000)]), zstdOf([TAR.subarray(4000, 5000)], 0xa8)]),
      'window',
    ],
  ] as const)('stops at %s', async (_name, bytes, stop) => {
    const contents = await contentsOf(bytes);
    expect(contents).toMatchObject({ state: 'stopped', stop });
  });

  it('stops when it unpacks to far more than it has, and when that takes too long', async () => {
    const { ratio, ratioFromBytes, workMs } = CONTENTS_LIMITS;
    let packed = Math.ceil(ratioFromBytes / ratio);
    const honest = new Budget(
      () => 0,
      () => packed,
      workMs,
    );
    honest.spendUnpacked(ratioFromBytes);
    packed -= 1;
    expect(() => honest.spendUnpacked(1)).toThrow(expect.objectContaining({ reason: 'ratio' }));
    const begun = performance.now();
    // Its work is what is left when waiting is taken off.
    const slow = new Budget(
      () => -workMs,
      () => 1,
      workMs,
    );
    while (performance.now() - begun < 20) await Promise.resolve();
    await expect(slow.breathe()).rejects.toMatchObject({ reason: 'time' });
  });

  it.each([
    ['frames that hold nothing', Buffer.alloc(8 * MIB, Buffer.from([0x51, 0x2a, 0x4d, 0x18, 0, 0, 0, 0]))],
    ['headers that belong to no entry', Buffer.alloc(64 * MIB, new Uint8Array(gnuLong('L', 'x')))],
  ])('is given no more time for %s than for others', async (_name, bytes) => {
    await using dir = await quickTempDir();
    await writeFile(path.join(dir.path, 'data'), bytes);
    const reach = { path: '/data', offset: bytes.length, complete: true };
    await using scan = new ContentsScan(openFilesystemDriver(dir.path), reach, 1, 0);
    await scan.ended();
    expect(scan.view(ALL)).toMatchObject({ state: 'stopped', stop: 'time' });
  });

  it('keeps no name that leads out, or that means something to JavaScript', async () => {
    const evil = ['../../etc/passwd', '/abs/olute', '__proto__/polluted', 'constructor', './a/./b//c'];
    const contents = await contentsOf(tarOf(...evil.map((name) => ({ path: name }))), EVERY);
    expect(namesOf(contents)).toEqual([
      '../..',
      '../../etc',
      '../../etc/passwd',
      'abs/olute',
      '__proto__/polluted',
      'a/b',
      'a/b/c',
    ]);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it('does not go deeper than it may', async () => {
    const deep = gnuLong('L', 'd/'.repeat(100_000));
    const contents = await contentsOf(Buffer.concat([deep, entryOf({ path: 'x' }), TAR_END]), EVERY);
    expect(contents.entries).toBe(1);
    expect(contents.rows.length).toBe(CONTENTS_LIMITS.depth - 1);
  });

  it('is counted to its end, and kept no further than it may be', async () => {
    const names = Array.from({ length: 300 }, (_, folder) => entryOf({ path: `f${folder}/`, type: 'Directory' }));
    const long = Array.from({ length: 40 }, (_, n) =>
      Buffer.concat([gnuLong('L', `${n}${'z'.repeat(MIB - 10)}`), entryOf({ path: 'x' })]),
    );
    const contents = await contentsOf(Buffer.concat([...names, ...long, TAR_END]));
    expect(contents).toMatchObject({ state: 'done', entries: 340 });
    // The names of the folders take the room of one of the 32.
    expect(contents.rows.length).toBe(331);
    expect(contents.notKept).toBe(9);
    expect(contents.rows[330]?.name.length).toBe(2000);
  });

  it('with very many entries is answered in bounded rows, and lets others have their turn', async () => {
    const header = headerOf({ path: 'same', size: 0, type: 'File' });
    const count = CONTENTS_LIMITS.nodes + 1000;
    const bytes = Buffer.alloc(count * 512 + 1024);
    for (let n = 0; n < count; n += 1) {
      const name = `n${n.toString(36).padStart(5, '0')}`;
      header.copy(bytes, n * 512);
      tampered(bytes.subarray(n * 512, n * 512 + 512), (block) => block.fill(0, 0, 100).write(name, 'latin1'));
    }
    await using made = await scanOf(bytes);
    let turns = 0;
    const counting = setInterval(() => {
      turns += 1;
    }, 1);
    await made.scan.ended();
    clearInterval(counting);
    expect(turns).toBeGreaterThan(3);
    const contents = made.scan.view(ALL);
    expect(contents).toMatchObject({ state: 'done', entries: count });
    expect(contents.rows.length).toBe(CONTENTS_LIMITS.rows);
    expect(contents.notKept).toBe(1001);
    expect(contents.rowsLeftOut).toBe(CONTENTS_LIMITS.nodes - 1 - CONTENTS_LIMITS.rows);
  });

  it('replaces an entry that comes again, and counts its size once', async () => {
    const bytes = tarOf(
      { path: 'a/x', content: seededBytes(1, 5000) },
      { path: 'a/x', content: seededBytes(1, 70) },
      { path: 'a', content: seededBytes(1, 10) },
      { path: 'b', content: seededBytes(1, 10) },
      { path: 'b/c', content: seededBytes(1, 20) },
    );
    const contents = await contentsOf(bytes);
    expect(contents.rows).toMatchObject([
      { name: 'a', kind: 'folder', size: 70, items: 1 },
      { name: 'b', kind: 'folder', size: 20, items: 1 },
    ]);
    expect(contents.biggest.map(({ name }) => name)).toEqual(['a/x', 'b/c']);
  });
});

function chunks(bytes: Uint8Array, size = 100_000): readonly Uint8Array[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) => bytes.subarray(n * size, (n + 1) * size));
}
