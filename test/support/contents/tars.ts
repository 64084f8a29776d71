import { Header } from 'tar/header';
import { Pax } from 'tar/pax';

/** An entry to make a tar of. */
export interface MadeEntry {
  readonly path: string;
  readonly content?: Uint8Array;
  readonly type?: 'File' | 'Directory' | 'SymbolicLink' | 'Link' | 'CharacterDevice';
  readonly linkpath?: string;
}

/** A header as it stands, for entries that no archiver would make. */
export function headerOf(fields: ConstructorParameters<typeof Header>[0]): Buffer {
  const block = Buffer.alloc(512);
  new Header(fields).encode(block);
  return block;
}

/** Writes the checksum anew after `change`. */
export function tampered(block: Buffer, change: (block: Buffer) => void): Buffer {
  change(block);
  block.write('        ', 148, 'latin1');
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}

function padded(content: Uint8Array): Buffer {
  return Buffer.concat([content, Buffer.alloc((512 - (content.length % 512)) % 512)]);
}

/** One entry, with a pax header where its path needs one. */
export function entryOf({ path, content = new Uint8Array(), type = 'File', linkpath }: MadeEntry): Buffer {
  const fields = { path, size: content.length, type, mode: 0o644, mtime: new Date(0), linkpath: linkpath ?? '' };
  const header = new Header(fields);
  const block = Buffer.alloc(512);
  const needsPax = header.encode(block);
  const pax = needsPax ? new Pax({ path, ...(linkpath === undefined ? {} : { linkpath }) }).encode() : Buffer.alloc(0);
  return Buffer.concat([pax, block, padded(content)]);
}

/** GNU's way to give the next entry a long path (`L`) or a long target (`K`). */
export function gnuLong(flag: 'L' | 'K', text: string, size = text.length + 1): Buffer {
  const block = tampered(headerOf({ path: '././@LongLink', size, type: 'File' }), (bytes) => {
    bytes.write(flag, 156, 'latin1');
  });
  return Buffer.concat([block, padded(Buffer.from(`${text}\0`))]);
}

/** A header that extends the next entry (`x`) or all that follow (`g`), as pax has it. */
export function pax(flag: 'x' | 'g', fields: { readonly path?: string; readonly linkpath?: string }): Buffer {
  return new Pax({ ...fields }, flag === 'g').encode();
}

/** Blocks for `zstdOf`: a long path or target as large as a header may be, of one letter but for its end. */
export function hugeText(
  flag: 'L' | 'K',
  fill: string,
  end: string,
): readonly (Uint8Array | readonly [number, number])[] {
  const [runs, size] = [7, 128 * 1024];
  const tail = Buffer.alloc(512);
  tail.write(end, tail.length - 1 - Buffer.byteLength(end));
  const letter = fill.charCodeAt(0);
  tail.fill(letter, 0, tail.length - 1 - Buffer.byteLength(end));
  const header = gnuLong(flag, '', runs * size + tail.length).subarray(0, 512);
  return [header, ...Array.from({ length: runs }, () => [letter, size] as const), tail];
}

export const TAR_END = Buffer.alloc(1024);

export function tarOf(...entries: readonly MadeEntry[]): Buffer {
  return Buffer.concat([...entries.map(entryOf), TAR_END]);
}

/** A zstd frame of blocks that are stored (`Uint8Array`) or one byte repeated (`[byte, count]`). */
export function zstdOf(
  blocks: readonly (Uint8Array | readonly [byte: number, count: number])[],
  window = 0x58,
): Buffer {
  const parts: Uint8Array[] = [Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, window])];
  for (const [index, block] of blocks.entries()) {
    const isRle = !(block instanceof Uint8Array);
    const [size, body] = isRle ? [block[1], Buffer.from([block[0]])] : [block.length, block];
    const head = Number(index === blocks.length - 1) | (Number(isRle) << 1) | (size << 3);
    parts.push(Buffer.from([head & 255, (head >> 8) & 255, head >> 16]), body);
  }
  return Buffer.concat(parts);
}
