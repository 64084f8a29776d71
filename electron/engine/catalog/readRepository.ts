import type { Digest } from '../../../shared/digest.ts';
import { hasCode } from '../../../shared/errors.ts';
import { parseTagName, type RepositoryName, type TagName } from '../../../shared/names.ts';
import { throwIfCancelled } from '../layers/hashFile.ts';
import { orWhenMissing } from '../layers/orWhenMissing.ts';
import { pathFor } from '../layers/paths.ts';
import { LINK_BYTES_MAX, parseLink } from '../maintenance/link.ts';
import { type Walk, type WalkedLink, walkLinks } from '../maintenance/storeWalk.ts';
import type { StorageDriver } from '../storage/storageDriver.ts';
import { MANIFEST_BYTES_MAX, type ParsedManifest, parseManifest } from './manifest.ts';

/** A link of a repository to a blob. */
export interface LinkedLayer {
  /** What the link goes by. */
  readonly name: Digest;
  /** Where it leads; null when it does not say so. */
  readonly digest: Digest | null;
  /** Bytes of the blob; null when it is not there. */
  readonly size: number | null;
  /** ms since the epoch */
  readonly linkedAt: number;
}

/** A manifest of a repository. */
export interface LinkedManifest {
  readonly digest: Digest;
  /** Tags that point at it now. */
  readonly tags: readonly TagName[];
  readonly parsed: ParsedManifest;
}

/** What a repository holds, at one moment. */
export interface RepositoryContents {
  readonly name: RepositoryName;
  /** Newest first. */
  readonly layers: readonly LinkedLayer[];
  readonly manifests: readonly LinkedManifest[];
  readonly tags: number;
  /** Links and folders that could not be read, or whose path names no digest. */
  readonly unreadable: number;
}

/** Links looked at together. */
const AT_ONCE = 16;

/**
 * Reads one repository: its layers, its manifests and what these name, its tags. Takes no lock and changes nothing;
 * what vanishes meanwhile is left out, what cannot be read is counted.
 * @throws LayerliftError `CANCELLED` when the signal fires, `STORE_MISSING` when the store is gone.
 */
export async function readRepository(
  driver: StorageDriver,
  name: RepositoryName,
  signal?: AbortSignal,
): Promise<RepositoryContents> {
  return await new Reading(driver, name, signal).run();
}

class Reading {
  readonly #driver: StorageDriver;
  readonly #name: RepositoryName;
  readonly #signal: AbortSignal | undefined;
  readonly #walk: Walk;
  readonly #layers: LinkedLayer[] = [];
  readonly #manifests: Omit<LinkedManifest, 'tags'>[] = [];
  readonly #tags = new Map<TagName, Digest | null>();
  #unreadable = 0;

  constructor(driver: StorageDriver, name: RepositoryName, signal: AbortSignal | undefined) {
    this.#driver = driver;
    this.#name = name;
    this.#signal = signal;
    this.#walk = {
      driver,
      onUnreadable: (_path, error) => {
        // Of a store that is gone nothing can be told, least of all that it is empty.
        if (error.code === 'STORE_MISSING') throw error;
        this.#unreadable += 1;
      },
    };
  }

  async run(): Promise<RepositoryContents> {
    let batch: WalkedLink[] = [];
    const flush = async (): Promise<void> => {
      throwIfCancelled(this.#signal);
      await Promise.all(batch.map((link) => this.#take(link)));
      batch = [];
    };
    for await (const link of walkLinks(this.#walk, this.#name, ['layer', 'revision', 'tag'])) {
      batch.push(link);
      if (batch.length === AT_ONCE) await flush();
    }
    await flush();
    const tagsOf = new Map<Digest | null, TagName[]>();
    for (const [tag, digest] of [...this.#tags].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const tags = tagsOf.get(digest);
      if (tags === undefined) tagsOf.set(digest, [tag]);
      else tags.push(tag);
    }
    return {
      name: this.#name,
      layers: this.#layers.sort((a, b) => b.linkedAt - a.linkedAt || (a.name < b.name ? -1 : 1)),
      manifests: this.#manifests
        .sort((a, b) => (a.digest < b.digest ? -1 : 1))
        .map((manifest) => ({ ...manifest, tags: tagsOf.get(manifest.digest) ?? [] })),
      tags: this.#tags.size,
      unreadable: this.#unreadable,
    };
  }

  async #take(link: WalkedLink): Promise<void> {
    try {
      const target = await this.#targetOf(link);
      if (target === undefined) return;
      if (link.kind === 'tag') {
        const tag = parseTagName(link.path.split('/').at(-3) ?? '');
        if (tag !== null) this.#tags.set(tag, target);
        if (target === null) this.#unreadable += 1;
      } else if (link.name === null) {
        this.#unreadable += 1;
      } else if (link.kind === 'layer') {
        const size = target === null ? null : await this.#sizeOf(target);
        this.#layers.push({ name: link.name, digest: target, size, linkedAt: link.modifiedAt });
      } else if (target === null) {
        this.#unreadable += 1;
      } else {
        this.#manifests.push({ digest: target, parsed: await this.#manifest(target) });
      }
    } catch (error) {
      if (!hasCode(error) || error.code === 'CANCELLED' || error.code === 'STORE_MISSING') throw error;
      this.#unreadable += 1;
    }
  }

  /** Where a link leads: null when it does not hold a digest, undefined when it has vanished. */
  async #targetOf({ path, size }: WalkedLink): Promise<Digest | null | undefined> {
    if (size > LINK_BYTES_MAX) return null;
    const content = await orWhenMissing(this.#driver.getContent(path), undefined);
    return content === undefined ? undefined : parseLink(content);
  }

  async #sizeOf(digest: Digest): Promise<number | null> {
    const info = await orWhenMissing(this.#driver.stat(pathFor({ kind: 'blobData', digest })), null);
    return info === null || info.isDirectory ? null : info.size;
  }

  async #manifest(digest: Digest): Promise<ParsedManifest> {
    const size = await this.#sizeOf(digest);
    if (size === null) return { kind: 'fault', fault: 'missing' };
    if (size > MANIFEST_BYTES_MAX) return { kind: 'fault', fault: 'size' };
    try {
      return parseManifest(digest, await this.#driver.getContent(pathFor({ kind: 'blobData', digest })));
    } catch (error) {
      if (hasCode(error, 'PATH_NOT_FOUND')) return { kind: 'fault', fault: 'missing' };
      if (!hasCode(error) || error.code === 'STORE_MISSING') throw error;
      return { kind: 'fault', fault: 'unreadable' };
    }
  }
}
