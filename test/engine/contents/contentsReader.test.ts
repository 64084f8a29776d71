import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { ContentsReader } from '../../../electron/engine/contents/contentsReader.ts';
import { CONTENTS_LIMITS, type Contents } from '../../../shared/contents.ts';
import { parseUploadId } from '../../../shared/names.ts';
import { entryOf, hugeText, TAR_END, tarOf, zstdOf } from '../../support/contents/tars.ts';
import { seededBytes } from '../../support/seededBytes.ts';
import { quickTempDir } from '../../support/tempDir.ts';

const A = parseUploadId('7d3c1d6e-5f0a-4b6e-9a53-0f6f2b1c8e77');
const B = parseUploadId('0f9e8d7c-6b5a-4f3e-8d2c-1b0a9f8e7d6c');
const TAR = tarOf({ path: 'a/b', content: seededBytes(1, 700) }, { path: 'c', content: seededBytes(2, 90_000) });

const reader = new ContentsReader(pathToFileURL(path.resolve('out/main/contentsWorker.js')));
afterEach(() => reader.close());

const wanted = (id = A) => ({ id, query: '', open: [] });
const target = (root: string, offset: number, complete: boolean) => ({
  root,
  reach: { path: '/data', offset, complete },
});

async function until(ask: () => Promise<Contents>, state: Contents['state'], entries = 2): Promise<Contents> {
  for (;;) {
    const contents = await ask();
    if (contents.state === state && contents.entries === entries) return contents;
  }
}

describe('the thread that looks inside', () => {
  it('goes on from where it was as bytes come, and begins anew when some are cut off', async () => {
    await using dir = await quickTempDir();
    const bytes = gzipSync(TAR);
    await writeFile(path.join(dir.path, 'data'), bytes);
    const half = Math.floor(bytes.length / 2);
    const first = await until(() => reader.look(target(dir.path, half, false), wanted()), 'waiting');
    expect(first).toMatchObject({ format: 'tar', packing: 'gzip', look: 1, entries: 2 });
    const all = await until(() => reader.look(target(dir.path, bytes.length, true), wanted()), 'done');
    expect(all).toMatchObject({ look: 1, entries: 2, totalSize: 90_700 });
    const again = await until(() => reader.look(target(dir.path, half, false), wanted()), 'waiting');
    expect(again.look).toBe(2);
  });

  it('ends when its asker gives up, and another look begins with another', async () => {
    await using dir = await quickTempDir();
    await writeFile(path.join(dir.path, 'data'), TAR);
    const gone = new AbortController();
    const asked = reader.look(target(dir.path, TAR.length, true), wanted(), gone.signal);
    gone.abort();
    await expect(asked).rejects.toMatchObject({ code: 'CANCELLED' });
    await expect(reader.look(target(dir.path, 1, false), wanted(), gone.signal)).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    expect(await until(() => reader.look(target(dir.path, TAR.length, true), wanted()), 'done')).toMatchObject({
      look: 1,
    });
  });

  it('looks into one upload at a time', async () => {
    await using dir = await quickTempDir();
    await writeFile(path.join(dir.path, 'data'), TAR);
    const first = reader.look(target(dir.path, TAR.length, true), wanted(A));
    const second = reader.look(target(dir.path, TAR.length, true), wanted(B));
    await expect(first).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(await second).toMatchObject({ look: 1 });
  });

  it('tells why it cannot read, and tries again when it is asked again', async () => {
    await using dir = await quickTempDir();
    const strange = { root: dir.path, reach: { path: '/no:path', offset: 9, complete: true } };
    await expect(until(() => reader.look(strange, wanted()), 'done')).rejects.toMatchObject({ code: 'PATH_INVALID' });
    await writeFile(path.join(dir.path, 'data'), TAR);
    expect(await until(() => reader.look(target(dir.path, TAR.length, true), wanted()), 'done')).toMatchObject({
      entries: 2,
    });
  });

  it.each([
    ['names', 'L', '/'],
    ['targets', 'K', 't'],
  ] as const)(
    'keeps of %s what can be seen, not the header of a megabyte that each comes in',
    async (_what, flag, fill) => {
      await using dir = await quickTempDir();
      const count = 700;
      const entries = Array.from({ length: count }, (_, n) => [
        ...hugeText(flag, fill, `the end of number ${n}`),
        entryOf({ path: `entry ${n}`, type: 'SymbolicLink', linkpath: 'x' }),
      ]);
      const bytes = zstdOf([...entries.flat(), TAR_END]);
      await writeFile(path.join(dir.path, 'data'), bytes);
      const all = await until(() => reader.look(target(dir.path, bytes.length, true), wanted()), 'done', count);
      expect(all).toMatchObject({ notKept: 0, rowsLeftOut: count - CONTENTS_LIMITS.rows });
      expect(all.rows[0]).toMatchObject(
        flag === 'L' ? { name: 'the end of number 0', target: 'x' } : { name: 'entry 0', target: 't'.repeat(2000) },
      );
    },
  );

  it('is told as dead when its script cannot run', async () => {
    await using dir = await quickTempDir();
    const script = path.join(dir.path, 'broken.mjs');
    await writeFile(script, 'throw new Error("no")');
    const broken = new ContentsReader(pathToFileURL(script));
    await expect(broken.look(target(dir.path, 1, false), wanted())).rejects.toMatchObject({ code: 'WORKER_DIED' });
    await broken.close();
  });
});
