import { type Algorithm, algorithmOf, CANONICAL_ALGORITHM, type Digest } from '../../../shared/digest.ts';
import { type ErrorCode, hasCode, type LayerliftError } from '../../../shared/errors.ts';
import { throwIfCancelled } from '../layers/hashFile.ts';
import { orWhenMissing } from '../layers/orWhenMissing.ts';
import { pathFor } from '../layers/paths.ts';
import type { StorageDriver } from '../storage/storageDriver.ts';
import { hashBlob } from './hashBlob.ts';
import { LINK_BYTES_MAX, parseLink } from './link.ts';
import { type BrokenLink, corrupt, type ScrubFinding } from './scrubFinding.ts';
import { type Walk, type WalkedBlob, type WalkedLink, walkBlobs, walkLinks, walkRepositories } from './storeWalk.ts';

/** Numbers so far; `bytes` counts what was hashed of blobs, once each. */
export interface ScrubProgress {
  readonly blobs: number;
  readonly bytes: number;
}

export interface ScrubOptions {
  /** Only these, and the links that name them or lead to them; all when empty. */
  readonly digests?: readonly Digest[];
  readonly onProgress?: (progress: ScrubProgress) => void;
  readonly signal?: AbortSignal;
}

/** Alias digests that are remembered as proven, so that a layer linked by many repositories is read once. */
const REMEMBERED_ALIASES = 10_000;

/**
 * Reads a whole store and proves it: every blob has the digest of its path, every link holds a digest whose blob is
 * there and which its own path may stand for. Writes nothing and takes no lock, so that it may run beside an app or a
 * registry; what they remove meanwhile is no finding. Hashes by the platform's crypto library, which is not what
 * wrote the digests in the first place.
 * @returns the numbers at the end.
 * @throws LayerliftError `CANCELLED` when the signal fires. What cannot be read is a finding and no error.
 */
export async function* scrub(
  driver: StorageDriver,
  options: ScrubOptions = {},
): AsyncGenerator<ScrubFinding, ScrubProgress> {
  const run = new Scrub(driver, options);
  const asked = options.digests ?? [];
  yield* asked.length === 0 ? run.allBlobs() : run.blobsOf(asked);
  yield* run.links(asked.length === 0 ? null : new Set(asked));
  return run.progress;
}

/** Bytes of all blobs by their directory entries: how long a scrub will take. */
export async function measureBlobs(driver: StorageDriver, signal?: AbortSignal): Promise<number> {
  let bytes = 0;
  // What cannot be looked at is the scrub's to report.
  for await (const { size } of walkBlobs({ driver, onUnreadable: () => undefined })) {
    throwIfCancelled(signal);
    bytes += size;
  }
  return bytes;
}

class Scrub {
  readonly #driver: StorageDriver;
  readonly #options: ScrubOptions;
  readonly #provenAliases = new Map<Digest, Digest>();
  readonly #unreadable: (readonly [path: string, error: LayerliftError])[] = [];
  readonly #walk: Walk;
  #blobs = 0;
  #bytes = 0;

  constructor(driver: StorageDriver, options: ScrubOptions) {
    this.#driver = driver;
    this.#options = options;
    this.#walk = { driver, onUnreadable: (path, error) => this.#unreadable.push([path, error]) };
  }

  get progress(): ScrubProgress {
    return { blobs: this.#blobs, bytes: this.#bytes };
  }

  async *allBlobs(): AsyncGenerator<ScrubFinding> {
    for await (const blob of walkBlobs(this.#walk)) {
      yield* this.#unreadableBlobs();
      yield* this.#blob(blob);
    }
    yield* this.#unreadableBlobs();
  }

  /** Digests of other algorithms name their blob by a link; without one there is no such layer. */
  async *blobsOf(digests: readonly Digest[]): AsyncGenerator<ScrubFinding> {
    const aliases = new Map(digests.filter(isAlias).map((digest) => [digest, new Set<Digest>()]));
    if (aliases.size > 0) await this.#resolve(aliases);
    const canonical = new Set(digests.filter((digest) => !isAlias(digest)));
    for (const [alias, targets] of aliases) {
      for (const target of targets) canonical.add(target);
      if (targets.size === 0) yield corrupt({ path: '', digest: alias, reason: 'missing' });
    }
    for (const digest of canonical) {
      const path = pathFor({ kind: 'blobData', digest });
      try {
        const info = await orWhenMissing(this.#driver.stat(path), null);
        if (info === null) yield corrupt({ path, digest, reason: 'missing' });
        else yield* this.#blob({ path, digest, size: info.size });
      } catch (error) {
        if (!hasCode(error) || error.code === 'CANCELLED') throw error;
        yield corrupt({ path, digest, reason: 'unreadable', code: error.code });
      }
    }
  }

  /** @param asked null for every link. */
  async *links(asked: ReadonlySet<Digest> | null): AsyncGenerator<ScrubFinding> {
    for await (const repository of walkRepositories(this.#walk)) {
      for await (const link of walkLinks(this.#walk, repository)) {
        throwIfCancelled(this.#options.signal);
        yield* this.#unreadableLinks();
        yield* this.#link(link, asked);
      }
    }
    yield* this.#unreadableLinks();
  }

  async *#blob({ path, digest }: WalkedBlob): AsyncGenerator<ScrubFinding> {
    const hashed = await this.#hash(path, digest === null ? CANONICAL_ALGORITHM : algorithmOf(digest), true);
    if (hashed === null) return;
    this.#blobs += 1;
    this.#options.onProgress?.(this.progress);
    if ('error' in hashed) yield corrupt({ path, digest, reason: 'unreadable', code: hashed.error.code });
    else if (digest === null) yield corrupt({ path, digest, reason: 'misplaced', actual: hashed.digest });
    else if (hashed.digest !== digest) yield corrupt({ path, digest, reason: 'content', actual: hashed.digest });
  }

  async *#link(link: WalkedLink, asked: ReadonlySet<Digest> | null): AsyncGenerator<ScrubFinding> {
    const { path, repository, kind, name } = link;
    const broken = (
      reason: BrokenLink['reason'],
      target: Digest | null,
      code: ErrorCode | null = null,
    ): ScrubFinding => ({
      type: 'brokenLink',
      link: { path, repository, kind, reason, target, code },
    });
    const isAsked = (digest: Digest | null): boolean => asked === null || (digest !== null && asked.has(digest));
    let target: Digest | null = null;
    try {
      // A giant link is not read into memory: it is none.
      const isSmall = link.size <= LINK_BYTES_MAX;
      const content = isSmall ? await orWhenMissing(this.#driver.getContent(path), null) : new Uint8Array();
      if (content === null) return;
      target = parseLink(content);
      if (!isAsked(name) && !isAsked(target)) return;
      if (name === null && kind !== 'tag') return yield broken('misplaced', target);
      if (target === null) return yield broken('content', target);
      const blob = pathFor({ kind: 'blobData', digest: target });
      if ((await orWhenMissing(this.#driver.stat(blob), null)) === null) return yield broken('blob-missing', target);
      if (name !== null && !(await this.#mayStandFor(name, target, blob))) yield broken('differs', target);
    } catch (error) {
      if (!hasCode(error) || error.code === 'CANCELLED') throw error;
      if (isAsked(name) || isAsked(target)) yield broken('unreadable', target, error.code);
    }
  }

  /** True when `name` is the digest of the blob, under whatever algorithm. */
  async #mayStandFor(name: Digest, target: Digest, blob: string): Promise<boolean> {
    if (!isAlias(name)) return name === target;
    if (this.#provenAliases.get(name) === target) return true;
    const hashed = await this.#hash(blob, algorithmOf(name), false);
    if (hashed === null) return true;
    if ('error' in hashed) throw hashed.error;
    if (hashed.digest !== name) return false;
    if (this.#provenAliases.size < REMEMBERED_ALIASES) this.#provenAliases.set(name, target);
    return true;
  }

  /** The digest of a file, or why it could not be read; null when it vanished. */
  async #hash(
    path: string,
    algorithm: Algorithm,
    counts: boolean,
  ): Promise<{ readonly digest: Digest } | { readonly error: LayerliftError } | null> {
    const { signal } = this.#options;
    const onBytes = (count: number): void => {
      if (!counts) return;
      this.#bytes += count;
      this.#options.onProgress?.(this.progress);
    };
    try {
      const [digest] = await hashBlob(this.#driver, path, [algorithm], {
        onBytes,
        ...(signal !== undefined && { signal }),
      });
      return digest === undefined ? null : { digest };
    } catch (error) {
      if (hasCode(error, 'PATH_NOT_FOUND')) return null;
      if (!hasCode(error) || error.code === 'CANCELLED') throw error;
      return { error };
    }
  }

  /** Finds the blobs that aliases lead to, over all repositories. */
  async #resolve(aliases: ReadonlyMap<Digest, Set<Digest>>): Promise<void> {
    for await (const repository of walkRepositories(this.#walk)) {
      throwIfCancelled(this.#options.signal);
      for (const [digest, targets] of aliases) {
        const content = await orWhenMissing(
          this.#driver.getContent(pathFor({ kind: 'layerLink', repository, digest })),
          null,
        );
        const target = content === null ? null : parseLink(content);
        if (target !== null) targets.add(target);
      }
    }
  }

  *#unreadableBlobs(): Generator<ScrubFinding> {
    for (const [path, { code }] of this.#unreadable.splice(0)) {
      yield corrupt({ path, digest: null, reason: 'unreadable', code });
    }
  }

  *#unreadableLinks(): Generator<ScrubFinding> {
    for (const [path, { code }] of this.#unreadable.splice(0)) {
      yield {
        type: 'brokenLink',
        link: { path, repository: null, kind: null, reason: 'unreadable', target: null, code },
      };
    }
  }
}

const isAlias = (digest: Digest): boolean => algorithmOf(digest) !== CANONICAL_ALGORITHM;
