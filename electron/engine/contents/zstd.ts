import { Decompress } from 'fzstd';
import { CONTENTS_LIMITS } from '../../../shared/contents.ts';
import { type Bytes, ContentsStopped } from './bytes.ts';

const MAGIC = 0xfd2fb528;
/** Frames that carry something else, 0x184D2A50 to 0x184D2A5F. */
const SKIPPABLE = 0x184d2a5;
/** RFC 8878, 3.1.1.2.4: no block unpacks to more. */
const BLOCK_MAX = 128 * 1024;

/**
 * Unpacks zstd (RFC 8878) block by block, as the bytes come: one block is all that is ever unpacked at once, and no
 * frame gets a larger window than it may have.
 * @throws ContentsStopped `damaged`, `window`.
 */
export async function* unzstd(bytes: Bytes): AsyncGenerator<Uint8Array> {
  for (;;) {
    const magic = await bytes.take(4);
    if (magic.length === 0) return;
    const number = view(magic, 4).getUint32(0, true);
    if (number >>> 4 === SKIPPABLE) await bytes.skip(view(await bytes.take(4), 4).getUint32(0, true));
    else if (number === MAGIC) yield* frame(bytes, magic);
    else throw new ContentsStopped('damaged');
  }
}

async function* frame(bytes: Bytes, magic: Uint8Array): AsyncGenerator<Uint8Array> {
  const { header, hasChecksum } = await readHeader(bytes);
  let unpacked: Uint8Array[] = [];
  const unpacking = new Decompress((chunk) => unpacked.push(chunk));
  const push = (packed: Uint8Array, last: boolean): readonly Uint8Array[] => {
    unpacked = [];
    try {
      unpacking.push(packed, last);
    } catch (error) {
      throw new ContentsStopped('damaged', error);
    }
    return unpacked;
  };
  push(Buffer.concat([magic, header]), false);
  for (let last = false; !last; ) {
    const head = exactly(await bytes.take(3), 3);
    const value = (head[0] ?? 0) | ((head[1] ?? 0) << 8) | ((head[2] ?? 0) << 16);
    last = (value & 1) === 1;
    const isRle = ((value >> 1) & 3) === 1;
    const size = value >> 3;
    if (size > BLOCK_MAX) throw new ContentsStopped('damaged');
    const block = exactly(await bytes.take(isRle ? 1 : size), isRle ? 1 : size);
    yield* push(Buffer.concat([head, block]), false);
  }
  const checksum = hasChecksum ? 4 : 0;
  yield* push(exactly(await bytes.take(checksum), checksum), true);
}

/** RFC 8878, 3.1.1.1. @throws ContentsStopped `window`, `damaged`. */
async function readHeader(bytes: Bytes): Promise<{ readonly header: Uint8Array; readonly hasChecksum: boolean }> {
  const descriptor = exactly(await bytes.take(1), 1);
  const flags = descriptor[0] ?? 0;
  const isSingle = (flags & 0x20) !== 0;
  const sizeFlag = flags >> 6;
  const sizeBytes = sizeFlag === 0 ? (isSingle ? 1 : 0) : 1 << sizeFlag;
  const dictionaryBytes = [0, 1, 2, 4][flags & 3] ?? 0;
  const windowBytes = isSingle ? 0 : 1;
  const length = windowBytes + dictionaryBytes + sizeBytes;
  const rest = exactly(await bytes.take(length), length);
  const window = isSingle ? contentSize(rest.subarray(dictionaryBytes), sizeFlag) : windowOf(rest[0] ?? 0);
  if (window > CONTENTS_LIMITS.windowBytes) throw new ContentsStopped('window');
  return { header: Buffer.concat([descriptor, rest]), hasChecksum: (flags & 4) !== 0 };
}

function windowOf(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >> 3));
  return base + (base / 8) * (descriptor & 7);
}

function contentSize(field: Uint8Array, sizeFlag: number): number {
  const at = view(field, field.length);
  switch (sizeFlag) {
    case 0:
      return at.getUint8(0);
    case 1:
      return at.getUint16(0, true) + 256;
    case 2:
      return at.getUint32(0, true);
    default:
      return Number(at.getBigUint64(0, true));
  }
}

function exactly(bytes: Uint8Array, count: number): Uint8Array {
  if (bytes.length < count) throw new ContentsStopped('damaged');
  return bytes;
}

function view(bytes: Uint8Array, count: number): DataView {
  exactly(bytes, count);
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}
