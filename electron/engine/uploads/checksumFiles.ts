import { open } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ALGORITHMS, type Algorithm, type Digest, parseDigest } from '../../../shared/digest.ts';
import { hasCode } from '../../../shared/errors.ts';

/** A digest that a checksum file beside a source names for it. */
export interface FoundDigest {
  readonly value: Digest;
  /** Name of the checksum file. */
  readonly from: string;
}

/** Larger files are no checksum lists. */
const MAX_BYTES = 1024 * 1024;

/**
 * Looks for a digest in `<file>.sha256` (or `.sha384`, `.sha512`) and in `SHA256SUMS` (…) beside a file. Lines are
 * those of GNU coreutils (`<hex>  <name>`, `<hex> *<name>`) and of BSD (`SHA256 (<name>) = <hex>`); a `.sha256` file
 * may hold the bare hex. A file that cannot be read or says nothing about this one is no answer.
 */
export async function findDigestBeside(path: string): Promise<FoundDigest | null> {
  const name = basename(path);
  for (const algorithm of ALGORITHMS) {
    for (const from of [`${name}.${algorithm}`, `${name}.${algorithm}sum`, `${algorithm.toUpperCase()}SUMS`]) {
      const text = await readSmall(join(dirname(path), from));
      const value = text === null ? null : findIn(text, name, algorithm, from.startsWith(name));
      if (value !== null) return { value, from };
    }
  }
  return null;
}

function findIn(text: string, name: string, algorithm: Algorithm, ownFile: boolean): Digest | null {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.startsWith('#'));
  for (const line of lines) {
    const gnu = /^([0-9a-fA-F]+)[ \t]+\*?(.+)$/.exec(line);
    if (gnu?.[1] !== undefined && gnu[2] !== undefined && namesSame(gnu[2], name)) return tryDigest(algorithm, gnu[1]);
    const bsd = /^[A-Z0-9]+ \((.+)\) = ([0-9a-fA-F]+)$/.exec(line);
    if (bsd?.[1] !== undefined && bsd[2] !== undefined && namesSame(bsd[1], name)) return tryDigest(algorithm, bsd[2]);
  }
  const [only] = lines;
  return ownFile && lines.length === 1 && only !== undefined ? tryDigest(algorithm, only.trim()) : null;
}

/** Lists are often made from a folder above; only the last component names the file. */
const namesSame = (listed: string, name: string): boolean => (listed.split('/').at(-1) ?? listed).trim() === name;

function tryDigest(algorithm: Algorithm, hex: string): Digest | null {
  try {
    return parseDigest(`${algorithm}:${hex.toLowerCase().replace(`${algorithm}:`, '')}`);
  } catch (error) {
    if (hasCode(error, 'DIGEST_INVALID')) return null;
    throw error;
  }
}

async function readSmall(path: string): Promise<string | null> {
  try {
    await using handle = await open(path, 'r');
    const stats = await handle.stat();
    if (!stats.isFile() || stats.size > MAX_BYTES) return null;
    return await handle.readFile('utf8');
  } catch {
    // The digest is a convenience that the person sees and can correct: no file, no answer.
    return null;
  }
}
