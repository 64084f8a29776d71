import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ContentsScan } from '../../../electron/engine/contents/contentsScan.ts';
import { openFilesystemDriver } from '../../../electron/engine/storage/filesystemDriver.ts';
import type { Contents } from '../../../shared/contents.ts';
import { seededBytes } from '../seededBytes.ts';
import { quickTempDir } from '../tempDir.ts';
import { type MadeEntry, tarOf } from './tars.ts';

export const MIB = 1024 * 1024;
/** The first rows of the whole tree. */
export const ALL = { query: '', open: [] };
/** Finds every entry. */
export const EVERY = { query: '/', open: [] };

/** A file that a scan looks into, the whole of it unless told otherwise. */
export async function scanOf(bytes: Uint8Array, offset = bytes.length, complete = offset === bytes.length) {
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

/** What a look at a whole file comes to. */
export async function contentsOf(bytes: Uint8Array, request = ALL): Promise<Contents> {
  await using made = await scanOf(bytes);
  await made.scan.ended();
  return made.scan.view(request);
}

/** The names that are shown, in their order. */
export const namesOf = ({ rows }: Contents): readonly string[] => rows.map(({ name }) => name);

/** Entries of every kind, one of them with a long name. */
export const ENTRIES: readonly MadeEntry[] = [
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

export const TAR = tarOf(...ENTRIES);

/** The same bytes in pieces. */
export function chunks(bytes: Uint8Array, size = 100_000): readonly Uint8Array[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) => bytes.subarray(n * size, (n + 1) * size));
}
