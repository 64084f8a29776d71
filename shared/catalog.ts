import type { Digest } from './digest.ts';
import type { ErrorInfo } from './errors.ts';
import type { RepositoryName } from './names.ts';

/**
 * What a registry's garbage collection (`registry garbage-collect`, distribution 2.8) would do with a layer's blob. It
 * keeps what any manifest of the whole store names by the blob's own digest, and removes every other blob.
 */
export type LayerFate =
  /** A manifest of this repository that has a tag names it: it stays. */
  | 'tagged'
  /** Only manifests without a tag of their own name it here: it stays, but not with `--delete-untagged`. */
  | 'untagged'
  /** No manifest names it here, but one of another repository does: the blob stays. */
  | 'elsewhere'
  /** No manifest names it: the blob goes, the link stays and leads to nothing. */
  | 'unreferenced'
  /** The blob is gone already; the link leads to nothing. */
  | 'gone'
  /** The link does not hold a digest: it leads nowhere. */
  | 'damaged';

/** What manifests call a blob: the configuration of an image or one of its layers; null when none names it here. */
export type LayerRole = 'config' | 'layer';

/** One link of a repository to a blob, as people see it. */
export interface LayerView {
  /** The digest that the link goes by; of another algorithm than `digest` for an alias. */
  readonly name: Digest;
  /** The blob's own, canonical digest; null when the link is damaged. */
  readonly digest: Digest | null;
  /** Bytes of the blob; null when there is none. */
  readonly size: number | null;
  /** When it was linked here, ms since the epoch. */
  readonly linkedAt: number;
  readonly role: LayerRole | null;
  /** Tags that lead to it, also through an index; the first `TAGS_MAX` of `tagCount`. */
  readonly tags: readonly string[];
  readonly tagCount: number;
  /** Null until every repository of the store has been read: one that is not may name it. */
  readonly fate: LayerFate | null;
}

/** Tags that a layer is shown with. */
export const TAGS_MAX = 5;

/** Layers in one page: the bridge to the window copies value by value, while the page can do nothing else. */
export const LAYERS_PAGE = 200;

/** Part of a repository's layers, newest first. */
export interface LayerPage {
  /** Where the page begins. */
  readonly from: number;
  /** Layers that the repository has. */
  readonly total: number;
  readonly layers: readonly LayerView[];
  /** Manifests that say nothing, with the reason: the first `PROBLEMS_MAX`. */
  readonly problems: readonly ManifestProblem[];
}

/** Problems of manifests that a page tells. */
export const PROBLEMS_MAX = 20;

/**
 * Why a manifest says nothing. `missing`: its blob is gone. `size`: larger than the 4 MiB that a registry takes.
 * `content`: its bytes have another digest. `json`: it is no JSON. `kind`: JSON, but of no kind that a registry knows.
 * `reference`: it names something that is no digest, or more than can be. `unreadable`: the disk refuses.
 */
export type ManifestFault = 'missing' | 'size' | 'content' | 'json' | 'kind' | 'reference' | 'unreadable';

export interface ManifestProblem {
  readonly digest: Digest;
  readonly fault: ManifestFault;
}

/** A repository of the store, as the side bar shows it. */
export interface RepositoryView {
  readonly name: RepositoryName;
  /** Links to blobs. */
  readonly layers: number;
  /** Bytes of those blobs, each counted once. */
  readonly bytes: number;
  readonly manifests: number;
  readonly tags: number;
  /** Manifests that say nothing, and links that cannot be read. */
  readonly problems: number;
  /** Counts up whenever anything in it has changed. */
  readonly revision: number;
}

/** How far the store's repositories are known. */
export interface CatalogView {
  readonly state: 'off' | 'reading' | 'read';
  /** Why the last reading did not come to its end. */
  readonly error: ErrorInfo | null;
}

/** A blob that is being hashed again, or what came of it. */
export interface VerificationView {
  readonly digest: Digest;
  readonly state: /** Others come first. */
    | { readonly kind: 'waiting' }
    | { readonly kind: 'running'; readonly done: number; readonly total: number }
    /** The bytes have the digest; `at` in ms since the epoch. */
    | { readonly kind: 'intact'; readonly at: number }
    | { readonly kind: 'corrupt'; readonly actual: Digest; readonly at: number }
    | { readonly kind: 'failed'; readonly error: ErrorInfo };
}

/** What of a layer can be copied: its digest, or the reference that `docker pull` and its kin take. */
export type LayerText = 'digest' | 'reference';
