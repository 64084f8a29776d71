import { Header } from 'tar/header';
import { Pax } from 'tar/pax';
import { CONTENTS_LIMITS } from '../../../shared/contents.ts';
import { type Bytes, ContentsStopped } from './bytes.ts';

/** An entry of a tar as its headers tell it. */
export interface TarEntry {
  readonly path: string;
  readonly kind: 'folder' | 'file' | 'link' | 'special';
  /** Bytes of its content. */
  readonly size: number;
  /** Null unless it is a link. */
  readonly target: string | null;
}

/** Bytes of a block: tar has no other unit. */
export const TAR_BLOCK = 512;

/** A tar of nothing: one record of the usual size, all zeros. */
const EMPTY_TAR_MAX = 10_240;

/** True when a first block is a tar's. Zeros are one only where the whole file is as small as an empty tar. */
export function isTarStart(block: Uint8Array, whole: number | null): boolean {
  if (block.length < TAR_BLOCK) return false;
  const header = parseHeader(block, null, null);
  if (header === null) return false;
  return header.nullBlock ? whole !== null && whole <= EMPTY_TAR_MAX && whole % TAR_BLOCK === 0 : header.cksumValid;
}

/**
 * Walks the headers of a tar and passes over the content of its entries. Knows what the `tar` package knows: ustar,
 * pax, GNU's long names and large numbers; of sparse files, what is stored. Like Go's archive/tar, which registries'
 * clients use, it takes only files to have content.
 * @param first the first block, taken already
 * @throws ContentsStopped `damaged`, `header`.
 */
export async function* walkTar(bytes: Bytes, first: Uint8Array): AsyncGenerator<TarEntry> {
  let extended: Pax | null = null;
  let always: Pax | null = null;
  let zeros = 0;
  for (let block = first; block.length > 0; block = await bytes.take(TAR_BLOCK)) {
    if (block.length < TAR_BLOCK) throw new ContentsStopped('damaged');
    const header = parseHeader(block, extended, always);
    if (header?.nullBlock === true) {
      zeros += 1;
      if (zeros === 2) return;
      continue;
    }
    if (header?.cksumValid !== true) throw new ContentsStopped('damaged');
    zeros = 0;
    switch (header.type) {
      case 'ExtendedHeader':
      case 'OldExtendedHeader':
        extended = Pax.parse(await text(bytes, header), extended ?? undefined, false);
        break;
      case 'GlobalExtendedHeader':
        always = Pax.parse(await text(bytes, header), always ?? undefined, true);
        break;
      case 'NextFileHasLongPath':
      case 'OldGnuLongPath':
        extended = new Pax({ ...extended, path: upToZero(await text(bytes, header)) });
        break;
      case 'NextFileHasLongLinkpath':
        extended = new Pax({ ...extended, linkpath: upToZero(await text(bytes, header)) });
        break;
      default: {
        const kind = kindOf(header);
        const stored = kind === 'file' || header.type === 'GNUDumpDir' ? sizeOf(header) : 0;
        const target = kind === 'link' ? (extended?.linkpath ?? header.linkpath ?? '') : null;
        yield { path: extended?.path ?? header.path ?? '', kind, size: kind === 'file' ? stored : 0, target };
        extended = null;
        if (header.type === 'SparseFile') await passSparseMap(bytes, block);
        await passContent(bytes, stored);
      }
    }
  }
}

/** Null for a block with a number that no tar has. */
function parseHeader(block: Uint8Array, extended: Pax | null, always: Pax | null): Header | null {
  try {
    const buffer = Buffer.from(block.buffer, block.byteOffset, block.length);
    return new Header(buffer, 0, extended ?? undefined, always ?? undefined);
  } catch {
    return null;
  }
}

function kindOf({ type }: Header): TarEntry['kind'] {
  switch (type) {
    case 'Directory':
    case 'GNUDumpDir':
      return 'folder';
    case 'Link':
    case 'SymbolicLink':
      return 'link';
    case 'CharacterDevice':
    case 'BlockDevice':
    case 'FIFO':
      return 'special';
    default:
      return 'file';
  }
}

function sizeOf({ size }: Header): number {
  if (size === undefined || !Number.isSafeInteger(padded(size))) throw new ContentsStopped('damaged');
  return size;
}

const padded = (size: number): number => Math.ceil(size / TAR_BLOCK) * TAR_BLOCK;

/** @throws ContentsStopped `damaged` when it ends before its last byte. What fills its last block may be missing. */
async function passContent(bytes: Bytes, size: number): Promise<void> {
  if (size === 0) return;
  await bytes.skip(size - 1);
  if ((await bytes.take(1)).length === 0) throw new ContentsStopped('damaged');
  await bytes.skip(padded(size) - size);
}

/** The content of a header that extends the next one. */
async function text(bytes: Bytes, header: Header): Promise<string> {
  const size = sizeOf(header);
  if (size > CONTENTS_LIMITS.headerBytes) throw new ContentsStopped('header');
  const content = await bytes.take(padded(size));
  if (content.length < size) throw new ContentsStopped('damaged');
  return Buffer.from(content.subarray(0, size)).toString('utf8');
}

function upToZero(content: string): string {
  const end = content.indexOf('\0');
  return end < 0 ? content : content.slice(0, end);
}

/** GNU tar's old sparse format: blocks that follow a header while its flag says so. */
async function passSparseMap(bytes: Bytes, header: Uint8Array): Promise<void> {
  let more = header[482] !== 0;
  for (let blocks = 0; more; blocks += 1) {
    if (blocks * TAR_BLOCK > CONTENTS_LIMITS.headerBytes) throw new ContentsStopped('header');
    const block = await bytes.take(TAR_BLOCK);
    if (block.length < TAR_BLOCK) throw new ContentsStopped('damaged');
    more = block[504] !== 0;
  }
}
