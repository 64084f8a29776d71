import type { ErrorInfo } from './errors.ts';

/** A store that a person keeps at hand. */
export interface StoreProfile {
  /** Absolute path of its folder; no two profiles have the same. */
  readonly root: string;
  /** What a person calls it; empty for the name of its folder. */
  readonly name: string;
  /** The repository that the add sheet offers there; empty for the one used last. */
  readonly repository: string;
  /** Where a registry serves it, e.g. `registry.example.com:5000`, for references that are copied; empty for none. */
  readonly host: string;
}

/** What of a profile a person writes. */
export type ProfileWords = Pick<StoreProfile, 'name' | 'repository' | 'host'>;

/** Profiles that are kept. */
export const STORES_MAX = 50;

/** The longest name of a profile. */
export const STORE_NAME_MAX = 100;

/** A store with what a look at its folder said. */
export interface ListedStore {
  readonly profile: StoreProfile;
  /** Whether it is the one that the window shows. */
  readonly current: boolean;
  /** Whether it is kept; the store of the command line need not be. */
  readonly kept: boolean;
  /** Bytes free on its file system; null when that cannot be told. */
  readonly freeBytes: number | null;
  /** Why it could not be opened now; null when it could, or is open. */
  readonly error: ErrorInfo | null;
}

/** The last part of a path of any platform. */
export function folderName(root: string): string {
  return root.split(/[\\/]/).findLast((part) => part !== '') ?? root;
}

/** What a store is called. */
export function storeName({ name, root }: Pick<StoreProfile, 'name' | 'root'>): string {
  return name === '' ? folderName(root) : name;
}

/** A registry's address as it stands before a repository: a name or address, a port if it has one. */
const HOST = /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?|\[[0-9a-fA-F:]+\])(?::[0-9]{1,5})?$/;

/** Whether a text can stand before a repository in a reference (distribution's reference grammar, `domain`). */
export function isRegistryHost(text: string): boolean {
  return text.length <= 255 && HOST.test(text);
}
