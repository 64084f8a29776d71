import { open } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ALGORITHMS, type Algorithm, type Digest, parseDigest } from '../../../shared/digest.ts';
import { hasCode } from '../../../shared/errors.ts';
import { OPEN_WITHOUT_WAITING } from './source.ts';

/** A digest that a checksum file beside a source names for it. */
export interface FoundDigest {
  readonly value: Digest;
  /** Name of the checksum file. */
  readonly from: string;
}

/** Larger files are no checksum lists. */
const MAX_BYTES = 1024 * 1024;

/**
 * Looks for a digest in `<file>.sha256`, `<file>.sha256sum` and `SHA256SUMS` beside a file (and the same for the other
 * algorithms). Lines are those of GNU coreutils (`<hex>  <name>`, `<hex> *<name>`, escaped names too) and of BSD
 * (`SHA256 (<name>) = <hex>`); a file of the source's own name may hold the bare hex. What cannot be read, says
 * nothing about this file or contradicts itself is no answer.
 * @see https://www.gnu.org/software/coreutils/manual/html_node/md5sum-invocation.html
 */
export async function findDigestBeside(path: string): Promise<FoundDigest | null> {
  const name = basename(path);
  for (const algorithm of ALGORITHMS) {
    const places = [
      { from: `${name}.${algorithm}`, find: findInOwn },
      { from: `${name}.${algorithm}sum`, find: findInOwn },
      { from: `${algorithm.toUpperCase()}SUMS`, find: findInList },
    ];
    for (const { from, find } of places) {
      const text = await readSmall(join(dirname(path), from));
      const value = text === null ? null : find(text.split(/\r?\n/), name, algorithm);
      if (value !== null) return { value, from };
    }
  }
  return null;
}

/** The line of a file that lists only one digest, which then needs no name. */
const BARE = /^\s*(?:(?<label>\w+):)?(?<hex>[0-9a-fA-F]+)\s*$/;
const GNU = /^(?<mark>\\?)(?<hex>[0-9a-fA-F]+)(?: [ *]|[ \t]+)(?<name>.+)$/s;
const BSD = /^(?<mark>\\?)(?<label>[A-Z0-9]+) \((?<name>.+)\) = (?<hex>[0-9a-fA-F]+)$/s;

function findInOwn(lines: readonly string[], name: string, algorithm: Algorithm): Digest | null {
  const [only = '', ...more] = lines.filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const { label = algorithm, hex } = BARE.exec(only)?.groups ?? {};
  if (hex === undefined || more.length > 0) return findInList(lines, name, algorithm);
  return label === algorithm ? tryDigest(algorithm, hex) : null;
}

function findInList(lines: readonly string[], name: string, algorithm: Algorithm): Digest | null {
  const listed = lines.flatMap((line) => readLine(line, algorithm));
  const here = listed.filter((entry) => entry.name === name || entry.name === `./${name}`);
  // Lists are often made from a folder above: then the last component names the file.
  const chosen = here.length > 0 ? here : listed.filter((entry) => entry.name.split('/').at(-1) === name);
  const [digest, ...others] = new Set(chosen.map((entry) => entry.digest));
  return digest !== undefined && others.length === 0 ? digest : null;
}

/** What a line lists; nothing when that is no digest of `algorithm`. */
function readLine(line: string, algorithm: Algorithm): readonly { readonly name: string; readonly digest: Digest }[] {
  const wanted = algorithm.toUpperCase();
  const { mark, label = wanted, hex, name } = (GNU.exec(line) ?? BSD.exec(line))?.groups ?? {};
  if (hex === undefined || name === undefined || label !== wanted) return [];
  const digest = tryDigest(algorithm, hex);
  return digest === null ? [] : [{ digest, name: mark === '' ? name : unescapeName(name) }];
}

/** A backslash in front of a line says that its name has backslashes and line ends escaped. */
function unescapeName(name: string): string {
  const meant: Readonly<Record<string, string>> = { n: '\n', r: '\r' };
  return name.replace(/\\([\\nr])/g, (_, letter: string) => meant[letter] ?? letter);
}

function tryDigest(algorithm: Algorithm, hex: string): Digest | null {
  try {
    return parseDigest(`${algorithm}:${hex.toLowerCase()}`);
  } catch (error) {
    if (hasCode(error, 'DIGEST_INVALID')) return null;
    throw error;
  }
}

async function readSmall(path: string): Promise<string | null> {
  try {
    await using handle = await open(path, OPEN_WITHOUT_WAITING);
    const stats = await handle.stat();
    if (!stats.isFile() || stats.size > MAX_BYTES) return null;
    return await handle.readFile('utf8');
  } catch {
    // The digest is a convenience that the person sees and can correct: no file, no answer.
    return null;
  }
}
