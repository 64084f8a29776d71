import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { Budget } from '../../../electron/engine/contents/budget.ts';
import { ContentsScan } from '../../../electron/engine/contents/contentsScan.ts';
import { openFilesystemDriver } from '../../../electron/engine/storage/filesystemDriver.ts';
import { CONTENTS_LIMITS } from '../../../shared/contents.ts';
import { ALL, chunks, contentsOf, EVERY, MIB, namesOf, scanOf, TAR } from '../../support/contents/scans.ts';
import { entryOf, gnuLong, headerOf, TAR_END, tampered, tarOf, zstdOf } from '../../support/contents/tars.ts';
import { seededBytes } from '../../support/seededBytes.ts';
import { quickTempDir } from '../../support/tempDir.ts';

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
