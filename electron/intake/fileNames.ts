import type { LeftOutKind } from '../../shared/intake.ts';

/** What browsers, download managers and copying programs call a file that is not all there. */
const PARTIAL = /\.(?:part|partial|crdownload|download|opdownload|filepart|tmp|temp|aria2|!ut|!qb)$/i;

/** Checksums and signatures: they are read beside a layer (`engine/uploads/checksumFiles.ts`) and are none. */
const CHECKSUMS =
  /(?:\.(?:md5|sha1|sha256|sha384|sha512)(?:sum)?|(?:^|[._-])(?:md5|sha\d+)sums(?:\.txt)?|\.(?:asc|sig))$/i;

/** Why a name in a folder belongs to no layer; null when it may. */
export function leftOutByName(name: string): Exclude<LeftOutKind, 'links' | 'special'> | null {
  if (name.startsWith('.')) return 'hidden';
  if (PARTIAL.test(name)) return 'partial';
  return CHECKSUMS.test(name) ? 'checksums' : null;
}

/** Sorting more keys than this at once would hold up the window. */
const NUMERIC_MAX = 2000;

/** Puts names of one folder in order: `part-2` before `part-10`. */
export function sortNames(names: readonly string[]): readonly string[] {
  if (names.length > NUMERIC_MAX) return names.toSorted();
  const keyed = names.map((name) => ({ name, key: name.replace(/\d+/g, (digits) => digits.padStart(12, '0')) }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ name }) => name);
}
