import { type Digest, isAlgorithm, parseDigest } from '../../../shared/digest.ts';
import { hasCode, type LayerliftError } from '../../../shared/errors.ts';
import { parseRepositoryName, parseTagName, type RepositoryName } from '../../../shared/names.ts';
import { orWhenMissing } from '../layers/orWhenMissing.ts';
import { pathFor } from '../layers/paths.ts';
import type { FileInfo, StorageDriver } from '../storage/storageDriver.ts';

/** A blob's file as the walk meets it. */
export interface WalkedBlob {
  /** From the driver's root. */
  readonly path: string;
  /** What its path says; null when that is no digest, or the path is not the digest's own. */
  readonly digest: Digest | null;
  /** bytes */
  readonly size: number;
}

/** What links are for: layers, manifests, what a tag points at now, and what it did before. */
export const LINK_KINDS = ['layer', 'revision', 'tag', 'tagIndex'] as const;

/** What a link is for. */
export type LinkKind = (typeof LINK_KINDS)[number];

/** A link's file as the walk meets it. */
export interface WalkedLink {
  readonly path: string;
  readonly kind: LinkKind;
  readonly repository: RepositoryName;
  /** The digest that its path names: null for a tag's current link, which names none, and for a path that is wrong. */
  readonly name: Digest | null;
  /** bytes */
  readonly size: number;
  /** ms since the epoch */
  readonly modifiedAt: number;
}

/** Links looked at together: one at a time, the disk would mostly wait for us. */
const AT_ONCE = 16;

/** What a walk works on. */
export interface Walk {
  readonly driver: StorageDriver;
  /** Is told what could not be looked at; the walk goes on behind it. */
  readonly onUnreadable: (path: string, error: LayerliftError) => void;
}

/** All blobs of a store, one folder in memory at a time. What vanishes during the walk is left out. */
export async function* walkBlobs(walk: Walk): AsyncGenerator<WalkedBlob> {
  for (const algorithm of await children(walk, pathFor({ kind: 'blobs' }))) {
    for (const shard of await children(walk, algorithm)) {
      for (const folder of await children(walk, shard)) {
        const path = `${folder}/data`;
        const info = await look(walk, path);
        if (info === null) continue;
        const digest = digestOf(lastOf(algorithm), lastOf(folder));
        const isHome = digest !== null && pathFor({ kind: 'blobData', digest }) === path;
        yield { path, digest: isHome ? digest : null, size: info.size };
      }
    }
  }
}

/** All repositories of a store. Folders whose names no repository can have are none. */
export async function* walkRepositories(walk: Walk): AsyncGenerator<RepositoryName> {
  const top = pathFor({ kind: 'repositories' });
  const folders = [top];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const inside = await children(walk, folder);
    const nested = inside.filter((path) => !lastOf(path).startsWith('_'));
    folders.push(...nested.reverse());
    if (nested.length === inside.length) continue;
    try {
      yield parseRepositoryName(folder.slice(top.length + 1));
    } catch (error) {
      if (!hasCode(error, 'REPOSITORY_INVALID')) throw error;
    }
  }
}

/** The links of a repository: layers first, then manifest revisions, then what each tag points at. */
export async function* walkLinks(
  walk: Walk,
  repository: RepositoryName,
  kinds: readonly LinkKind[] = LINK_KINDS,
): AsyncGenerator<WalkedLink> {
  const named = (folder: string, kind: LinkKind): AsyncGenerator<WalkedLink> =>
    linksByDigest(walk, folder, { kind, repository });
  if (kinds.includes('layer')) yield* named(pathFor({ kind: 'layers', repository }), 'layer');
  if (kinds.includes('revision')) yield* named(pathFor({ kind: 'manifestRevisions', repository }), 'revision');
  if (!kinds.includes('tag') && !kinds.includes('tagIndex')) return;
  for (const tagFolder of await children(walk, pathFor({ kind: 'manifestTags', repository }))) {
    const tag = parseTagName(lastOf(tagFolder));
    if (tag === null) continue;
    if (kinds.includes('tag')) {
      const current = pathFor({ kind: 'manifestTagCurrent', repository, tag });
      const info = await look(walk, current);
      if (info !== null) yield { path: current, kind: 'tag', repository, name: null, ...timed(info) };
    }
    if (kinds.includes('tagIndex')) yield* named(pathFor({ kind: 'manifestTagIndex', repository, tag }), 'tagIndex');
  }
}

async function* linksByDigest(
  walk: Walk,
  folder: string,
  facts: Pick<WalkedLink, 'kind' | 'repository'>,
): AsyncGenerator<WalkedLink> {
  for (const algorithm of await children(walk, folder)) {
    const folders = await children(walk, algorithm);
    for (let start = 0; start < folders.length; start += AT_ONCE) {
      const some = folders.slice(start, start + AT_ONCE);
      const infos = await Promise.all(some.map((hex) => look(walk, `${hex}/link`)));
      for (const [index, hex] of some.entries()) {
        const info = infos[index];
        // A folder without a link is what a removed one leaves behind.
        if (info === null || info === undefined) continue;
        yield { path: `${hex}/link`, ...facts, name: digestOf(lastOf(algorithm), lastOf(hex)), ...timed(info) };
      }
    }
  }
}

const timed = ({ size, modifiedAt }: FileInfo): Pick<WalkedLink, 'size' | 'modifiedAt'> => ({ size, modifiedAt });

const lastOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

function digestOf(algorithm: string, hex: string): Digest | null {
  if (!isAlgorithm(algorithm)) return null;
  try {
    return parseDigest(`${algorithm}:${hex}`);
  } catch (error) {
    if (hasCode(error, 'DIGEST_INVALID')) return null;
    throw error;
  }
}

/** The entries of a folder; none where it is missing, or a file. */
async function children(walk: Walk, folder: string): Promise<readonly string[]> {
  return await orUnreadable(walk, folder, orWhenMissing(walk.driver.list(folder), []), []);
}

/** What lies at a path; null when nothing does. */
async function look(walk: Walk, path: string): Promise<FileInfo | null> {
  return await orUnreadable(walk, path, orWhenMissing(walk.driver.stat(path), null), null);
}

async function orUnreadable<T>(walk: Walk, path: string, operation: Promise<T>, fallback: T): Promise<T> {
  try {
    return await operation;
  } catch (error) {
    if (!hasCode(error)) throw error;
    walk.onUnreadable(path, error);
    return fallback;
  }
}
