import type { LayerPage, RepositoryView } from '../../../shared/catalog.ts';
import type { Digest } from '../../../shared/digest.ts';
import type { ErrorInfo } from '../../../shared/errors.ts';
import type { RepositoryName } from '../../../shared/names.ts';
import type { RepositoryGone } from './catalog.ts';

/** What a catalog thread is started with. */
export interface CatalogSetup {
  /** Absolute path of the store. */
  readonly root: string;
}

/** What a catalog thread can be asked. Several jobs may run at a time. */
export type CatalogJob =
  | { readonly kind: 'readAll' }
  | { readonly kind: 'read'; readonly name: RepositoryName }
  | { readonly kind: 'layers'; readonly name: RepositoryName; readonly from: number }
  | { readonly kind: 'hash'; readonly digest: Digest };

export type CatalogRequest =
  | { readonly type: 'run'; readonly id: number; readonly job: CatalogJob }
  | { readonly type: 'stop'; readonly id: number };

/** What a job tells on its way: repositories that are new, changed or gone; bytes hashed. */
export type CatalogEvent =
  | { readonly kind: 'changed'; readonly change: RepositoryChange }
  | { readonly kind: 'hashed'; readonly done: number; readonly total: number };

export type RepositoryChange = RepositoryView | RepositoryGone;

/** What a job comes to: a page of layers, or the digest that the bytes have. */
export type CatalogResult = LayerPage | Digest | null;

export type CatalogReply =
  | { readonly type: 'event'; readonly id: number; readonly event: CatalogEvent }
  | { readonly type: 'done'; readonly id: number; readonly result: CatalogResult }
  | { readonly type: 'failed'; readonly id: number; readonly error: ErrorInfo };
