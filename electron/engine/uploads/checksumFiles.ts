import { open, opendir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ALGORITHMS, type Algorithm, type Digest, parseDigest } from '../../../shared/digest.ts';
import { orWhenRefused } from '../layers/orWhenRefused.ts';
import { OPEN_WITHOUT_WAITING } from './source.ts';

/** A digest that a checksum file beside a source names for it. */
export interface FoundDigest {
  readonly value: Digest;
  /** Name of the checksum file. */
  readonly from: string;
}

/** Larger files are no checksum lists. */
const MAX_BYTES = 1024 * 1024;

/** What a list says, by the name as it stands there and by the last component of it. */
interface ChecksumList {
  readonly byName: ReadonlyMap<string, ReadonlySet<Digest>>;
  readonly byLast: ReadonlyMap<string, ReadonlySet<Digest>>;
}

/** Folders with more than this are not listed: a look for each name costs less. */
const LISTED_MAX = 50_000;

/** Names that a checksum file may have, in whatever case a file system takes for the same. */
const CHECKSUM_FILE = /(?:\.sha\d+(?:sum)?|sums)$/i;

/**
 * What has been read for files beside each other: thousands of them share one list (`SHA256SUMS`), and are not each
 * looked for six checksum files of their own that are not there.
 */
export class ChecksumLists {
  readonly #read = new Map<string, Promise<ChecksumList | null>>();
  readonly #listed = new Map<string, Promise<ReadonlySet<string> | null> | null>();

  /** Whether a folder may have a checksum file; known once files of it have been asked about twice. */
  async mayHave(folder: string, name: string): Promise<boolean> {
    const listed = await this.#listed.get(folder);
    return listed == null || listed.has(name.toLowerCase());
  }

  /** To be called before the names that belong to one file are looked for. */
  begin(folder: string): void {
    if (this.#listed.get(folder) === null) this.#listed.set(folder, checksumNamesIn(folder));
    else if (!this.#listed.has(folder)) this.#listed.set(folder, null);
  }

  /** The list at `path`, as it was when it was first asked for; null when it is none. */
  at(path: string, algorithm: Algorithm): Promise<ChecksumList | null> {
    const known = this.#read.get(path) ?? readList(path, algorithm);
    this.#read.set(path, known);
    return known;
  }
}

/**
 * Looks for a digest in `<file>.sha256`, `<file>.sha256sum` and `SHA256SUMS` beside a file (and the same for the other
 * algorithms). Lines are those of GNU coreutils (`<hex>  <name>`, `<hex> *<name>`, escaped names too) and of BSD
 * (`SHA256 (<name>) = <hex>`); a file of the source's own name may hold the bare hex. What cannot be read, says
 * nothing about this file or contradicts itself is no answer.
 * @param lists remembers the lists between the files of one folder.
 * @see https://www.gnu.org/software/coreutils/manual/html_node/md5sum-invocation.html
 */
export async function findDigestBeside(path: string, lists = new ChecksumLists()): Promise<FoundDigest | null> {
  const name = basename(path);
  const folder = dirname(path);
  lists.begin(folder);
  for (const algorithm of ALGORITHMS) {
    for (const from of [`${name}.${algorithm}`, `${name}.${algorithm}sum`]) {
      if (!(await lists.mayHave(folder, from))) continue;
      const text = await readSmall(join(folder, from));
      const value = text === null ? null : findInOwn(text.split(/\r?\n/), name, algorithm);
      if (value !== null) return { value, from };
    }
    const from = `${algorithm.toUpperCase()}SUMS`;
    if (!(await lists.mayHave(folder, from))) continue;
    const value = findInList(await lists.at(join(folder, from), algorithm), name);
    if (value !== null) return { value, from };
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
  if (hex === undefined || more.length > 0) return findInList(listOf(lines, algorithm), name);
  return label === algorithm ? tryDigest(algorithm, hex) : null;
}

function findInList(list: ChecksumList | null, name: string): Digest | null {
  const here = [...(list?.byName.get(name) ?? []), ...(list?.byName.get(`./${name}`) ?? [])];
  // Lists are often made from a folder above: then the last component names the file.
  const [digest, ...others] = new Set(here.length > 0 ? here : list?.byLast.get(name));
  return digest !== undefined && others.length === 0 ? digest : null;
}

async function readList(path: string, algorithm: Algorithm): Promise<ChecksumList | null> {
  const text = await readSmall(path);
  return text === null ? null : listOf(text.split(/\r?\n/), algorithm);
}

function listOf(lines: readonly string[], algorithm: Algorithm): ChecksumList {
  const byName = new Map<string, Set<Digest>>();
  const byLast = new Map<string, Set<Digest>>();
  const add = (map: Map<string, Set<Digest>>, key: string, digest: Digest): void => {
    map.set(key, (map.get(key) ?? new Set()).add(digest));
  };
  for (const { name, digest } of lines.flatMap((line) => readLine(line, algorithm))) {
    add(byName, name, digest);
    add(byLast, name.slice(name.lastIndexOf('/') + 1), digest);
  }
  return { byName, byLast };
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
  return orWhenRefused('DIGEST_INVALID', () => parseDigest(`${algorithm}:${hex.toLowerCase()}`));
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

/** The checksum files of a folder, in lower case; null when it cannot be listed or has too much in it. */
async function checksumNamesIn(folder: string): Promise<ReadonlySet<string> | null> {
  const names = new Set<string>();
  let seen = 0;
  try {
    for await (const { name } of await opendir(folder, { bufferSize: 512 })) {
      seen += 1;
      if (seen > LISTED_MAX) return null;
      if (CHECKSUM_FILE.test(name)) names.add(name.toLowerCase());
    }
    return names;
  } catch {
    return null;
  }
}
