import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { hasCode } from '../../../shared/errors.ts';
import { ContentsStopped } from './bytes.ts';
import type { GrowingFile } from './growingFile.ts';

const CHUNK = 64 * 1024;

async function* chunksOf(file: GrowingFile): AsyncGenerator<Uint8Array> {
  for (;;) {
    const chunk = await file.some(CHUNK);
    if (chunk.length === 0) return;
    yield chunk;
  }
}

/**
 * Unpacks gzip (RFC 1952), member after member, as the bytes come.
 * @throws ContentsStopped `damaged`.
 */
export async function* gunzip(file: GrowingFile): AsyncGenerator<Uint8Array> {
  const source = Readable.from(chunksOf(file), { objectMode: false });
  const unpacking = createGunzip();
  // A source that fails ends what hangs on it; a pipe alone would leave it waiting.
  source.on('error', (error) => unpacking.destroy(error));
  try {
    for await (const chunk of source.pipe(unpacking)) yield chunk as Uint8Array;
  } catch (error) {
    throw hasCode(error) ? error : new ContentsStopped('damaged', error);
  } finally {
    unpacking.destroy();
    source.destroy();
  }
}
