import { open } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { CONTENTS_LIMITS } from '../../../shared/contents.ts';
import { entryOf, gnuLong, headerOf, hugeText, TAR_END, tampered, tarOf, zstdOf } from './tars.ts';

const MIB = 1024 * 1024;

/** More zeros than are unpacked before the ratio is looked at. */
const BOMB_BYTES = CONTENTS_LIMITS.ratioFromBytes + 1024 * MIB;

/** Names that would be markup, a path, a terminal's command, or read from the other end. */
export const DECEIVING = {
  '<img src=x onerror=alert(1)>': '<img src=x onerror=alert(1)>',
  'evil \u202Egnp.exe': 'evil [U+202E]gnp.exe',
  'two\nlines': 'two[U+000A]lines',
  '\u001B[2J': '[U+001B][2J',
  '--checkpoint-action=exec=sh': '--checkpoint-action=exec=sh',
  __proto__: '__proto__',
} as const;

/** How many entries the layer of many has. */
export const MANY = CONTENTS_LIMITS.nodes + 1000;

/** Entries of the layer whose every name comes in a header of a megabyte. */
export const HUGE_NAMES = 700;

/** Layers that are made to do harm to whoever looks inside, by name; each gives its bytes in parts. */
export const HOSTILE_LAYERS: { readonly [name: string]: () => Iterable<Uint8Array> } = {
  'deep.tar': () => [gnuLong('L', 'd/'.repeat(100_000)), entryOf({ path: 'x' }), TAR_END],
  'links.tar': () => [
    tarOf(
      { path: 'itself', type: 'SymbolicLink', linkpath: 'itself' },
      { path: 'here', type: 'SymbolicLink', linkpath: '.' },
      { path: 'here/here/here/file', content: Buffer.from('x') },
      { path: 'there', type: 'Link', linkpath: 'back' },
      { path: 'back', type: 'Link', linkpath: 'there' },
      { path: 'out', type: 'SymbolicLink', linkpath: '../../../../etc/passwd' },
      { path: 'out/over', content: Buffer.from('written over') },
    ),
  ],
  'deceiving.tar': () => [tarOf(...Object.keys(DECEIVING).map((path) => ({ path }))), TAR_END],
  'many.tar.gz': () => [gzipSync(manyEntries(), { level: 1 })],
  'huge-names.tar.zst': () => [
    zstdOf([
      ...Array.from({ length: HUGE_NAMES }, (_, n) => [
        ...hugeText('L', '/', `name ${n}`),
        entryOf({ path: 'x' }),
      ]).flat(),
      TAR_END,
    ]),
  ],
  'huge-header.tar': () => [entryOf({ path: 'first' }), header('x', 2 * MIB), Buffer.alloc(2 * MIB, 'a')],
  'endless-map.tar': () => [
    entryOf({ path: 'first' }),
    tampered(header('S', 0), (block) => block.fill(1, 482, 483)),
    Buffer.alloc(2 * MIB, 1),
  ],
  'bomb.tar.gz': gzipBomb,
  'bomb.tar.zst': zstdBomb,
  'window.tar.zst': () => [zstdOf([tarOf({ path: 'first' })], 0xa8)],
  'cut-short.tar': () => [header('0', 1024 * MIB), Buffer.alloc(3 * MIB, 7)],
  'cut-packed.tar.gz': () => [gzipSync(tarOf({ path: 'first', content: Buffer.alloc(MIB, 'text ') })).subarray(0, 900)],
};

/** Writes one of them. */
export async function writeHostileLayer(file: string, name: keyof typeof HOSTILE_LAYERS): Promise<void> {
  const parts = HOSTILE_LAYERS[name];
  if (parts === undefined) throw new Error(`there is no hostile layer ${name}`);
  await using handle = await open(file, 'w');
  for (const part of parts()) await handle.write(part);
}

function header(flag: string, size: number): Buffer {
  return tampered(headerOf({ path: 'first', size, type: 'File' }), (block) => void block.write(flag, 156, 'latin1'));
}

function manyEntries(): Buffer {
  const bytes = Buffer.alloc(MANY * 512 + TAR_END.length);
  const block = headerOf({ path: 'same', size: 0, type: 'File' });
  for (let n = 0; n < MANY; n += 1) {
    tampered(block, (name) => name.fill(0, 0, 100).write(`n${n.toString(36).padStart(5, '0')}`, 'latin1'));
    block.copy(bytes, n * 512);
  }
  return bytes;
}

/** Deflate packs zeros a thousandfold at most; members of it follow each other (RFC 1952, 2.2). */
function* gzipBomb(): Generator<Uint8Array> {
  yield gzipSync(header('0', BOMB_BYTES));
  const member = gzipSync(Buffer.alloc(16 * MIB), { level: 9 });
  for (let unpacked = 0; unpacked < BOMB_BYTES; unpacked += 16 * MIB) yield member;
}

/** A zstd block of one byte repeated takes four bytes and gives 128 KiB. */
function* zstdBomb(): Generator<Uint8Array> {
  yield zstdOf([header('0', BOMB_BYTES)]);
  const frame = zstdOf(Array.from({ length: 1024 }, () => [0, 128 * 1024] as const));
  for (let unpacked = 0; unpacked < BOMB_BYTES; unpacked += 128 * MIB) yield frame;
}
