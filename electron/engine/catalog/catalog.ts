import { isDeepStrictEqual } from 'node:util';
import {
  LAYERS_PAGE,
  type LayerFate,
  type LayerPage,
  type LayerRole,
  type LayerView,
  PROBLEMS_MAX,
  type RepositoryView,
  TAGS_MAX,
} from '../../../shared/catalog.ts';
import type { Digest } from '../../../shared/digest.ts';
import type { LayerliftError } from '../../../shared/errors.ts';
import type { RepositoryName, TagName } from '../../../shared/names.ts';
import { throwIfCancelled } from '../layers/hashFile.ts';
import { walkRepositories } from '../maintenance/storeWalk.ts';
import type { StorageDriver } from '../storage/storageDriver.ts';
import { type LinkedLayer, type RepositoryContents, readRepository } from './readRepository.ts';

/** What the manifests of a repository say of one blob. */
interface Naming {
  readonly role: LayerRole | null;
  /** A manifest with a tag of its own names it. */
  readonly tagged: boolean;
  /** Tags that lead to it, also through indexes. */
  readonly tags: ReadonlySet<TagName>;
}

interface Entry {
  /** Which reading it comes from: one that began later counts more. */
  readonly reading: number;
  readonly contents: RepositoryContents;
  readonly view: RepositoryView;
  readonly namings: ReadonlyMap<Digest, Naming>;
}

/**
 * The repositories of a store with their layers, read from its folder and kept in memory. Read only; a registry or an
 * app may work on the store meanwhile, and what is told is what was read last.
 */
export class Catalog {
  readonly #driver: StorageDriver;
  readonly #entries = new Map<RepositoryName, Entry>();
  /** In how many repositories a manifest names the digest. */
  readonly #named = new Map<Digest, number>();
  #complete = false;
  #revisions = 0;
  #readings = 0;

  constructor(driver: StorageDriver) {
    this.#driver = driver;
  }

  /**
   * Reads the whole store, repository by repository, and tells each that is new, has changed, or is gone.
   * @throws LayerliftError `CANCELLED` when the signal fires, `STORE_MISSING`.
   */
  async *readAll(signal?: AbortSignal): AsyncGenerator<RepositoryView | RepositoryGone> {
    const seen = new Set<RepositoryName>();
    const walk = {
      driver: this.#driver,
      onUnreadable: (_path: string, error: LayerliftError) => {
        if (error.code === 'STORE_MISSING') throw error;
      },
    };
    for await (const name of walkRepositories(walk)) {
      throwIfCancelled(signal);
      seen.add(name);
      const changed = await this.read(name, signal);
      if (changed !== null) yield changed;
    }
    for (const name of [...this.#entries.keys()]) {
      if (seen.has(name)) continue;
      this.#forget(name);
      yield { gone: name };
    }
    this.#complete = true;
  }

  /** Reads one repository again; null when it is as it was. One that was never there counts as gone. */
  async read(name: RepositoryName, signal?: AbortSignal): Promise<RepositoryView | RepositoryGone | null> {
    this.#readings += 1;
    const reading = this.#readings;
    const contents = await readRepository(this.#driver, name, signal);
    const before = this.#entries.get(name);
    if (before !== undefined && before.reading > reading) return null;
    if (isEmpty(contents)) {
      if (before !== undefined) this.#forget(name);
      return before === undefined ? null : { gone: name };
    }
    if (before !== undefined && isDeepStrictEqual(before.contents, contents)) return null;
    this.#forget(name);
    this.#revisions += 1;
    const entry = { reading, contents, view: viewOf(contents, this.#revisions), namings: namingsOf(contents) };
    this.#entries.set(name, entry);
    for (const digest of entry.namings.keys()) this.#named.set(digest, (this.#named.get(digest) ?? 0) + 1);
    return entry.view;
  }

  /** Layers of a repository as they were read last, newest first, from the `from`th on: at most `LAYERS_PAGE`. */
  layers(name: RepositoryName, from: number): LayerPage {
    const entry = this.#entries.get(name);
    if (entry === undefined) return { from, total: 0, layers: [], problems: [] };
    const { layers, manifests } = entry.contents;
    const problems = manifests.flatMap(({ digest, parsed }) =>
      parsed.kind === 'fault' ? [{ digest, fault: parsed.fault }] : [],
    );
    return {
      from,
      total: layers.length,
      layers: layers.slice(from, from + LAYERS_PAGE).map((layer) => this.#layerView(entry, layer)),
      problems: problems.slice(0, PROBLEMS_MAX),
    };
  }

  #layerView({ namings }: Entry, { name, digest, size, linkedAt }: LinkedLayer): LayerView {
    const naming = (digest === null ? undefined : namings.get(digest)) ?? namings.get(name);
    const tags = [...(naming?.tags ?? [])].sort();
    return {
      name,
      digest,
      size,
      linkedAt,
      role: naming?.role ?? null,
      tags: tags.slice(0, TAGS_MAX),
      tagCount: tags.length,
      fate: this.#fateOf(namings, digest, size),
    };
  }

  #fateOf(namings: Entry['namings'], digest: Digest | null, size: number | null): LayerFate | null {
    if (digest === null) return 'damaged';
    if (size === null) return 'gone';
    const naming = namings.get(digest);
    if (naming !== undefined) return naming.tagged ? 'tagged' : 'untagged';
    if (this.#named.has(digest)) return 'elsewhere';
    return this.#complete ? 'unreferenced' : null;
  }

  #forget(name: RepositoryName): void {
    for (const digest of this.#entries.get(name)?.namings.keys() ?? []) {
      const left = (this.#named.get(digest) ?? 0) - 1;
      if (left > 0) this.#named.set(digest, left);
      else this.#named.delete(digest);
    }
    this.#entries.delete(name);
  }
}

/** A repository that is not there any more. */
export interface RepositoryGone {
  readonly gone: RepositoryName;
}

/** One that holds nothing but uploads is not shown: it begins to exist with its first layer. */
function isEmpty({ layers, manifests, tags, unreadable }: RepositoryContents): boolean {
  return layers.length + manifests.length + tags + unreadable === 0;
}

function viewOf(contents: RepositoryContents, revision: number): RepositoryView {
  const { name, layers, manifests, tags, unreadable } = contents;
  const sizes = new Map(layers.map(({ digest, size }) => [digest, size ?? 0]));
  return {
    name,
    layers: layers.length,
    bytes: [...sizes.values()].reduce((sum, size) => sum + size, 0),
    manifests: manifests.length,
    tags,
    problems: unreadable + manifests.filter(({ parsed }) => parsed.kind === 'fault').length,
    revision,
  };
}

/**
 * What the manifests name. A manifest that an index names goes by the index's tags too; deeper than that nothing is
 * followed, so that no store can make this take long, and a registry's own garbage collection follows no deeper.
 */
function namingsOf({ manifests }: RepositoryContents): ReadonlyMap<Digest, Naming> {
  const tagsOf = new Map(manifests.map(({ digest, tags }) => [digest, new Set(tags)]));
  for (const { tags, parsed } of manifests) {
    if (parsed.kind !== 'index' || tags.length === 0) continue;
    for (const reference of parsed.references) {
      for (const tag of tags) tagsOf.get(reference.digest)?.add(tag);
    }
  }
  const namings = new Map<Digest, { role: LayerRole | null; tagged: boolean; tags: Set<TagName> }>();
  for (const { digest, tags, parsed } of manifests) {
    if (parsed.kind === 'fault') continue;
    for (const reference of parsed.references) {
      const known = namings.get(reference.digest) ?? { role: null, tagged: false, tags: new Set<TagName>() };
      if (reference.role !== 'manifest') known.role = reference.role;
      known.tagged ||= tags.length > 0;
      for (const tag of tagsOf.get(digest) ?? []) known.tags.add(tag);
      namings.set(reference.digest, known);
    }
  }
  return namings;
}
