import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { loadDigesterFactory } from '../../electron/engine/digest/backend.ts';
import { LayerStore } from '../../electron/engine/layers/layerStore.ts';
import type { UploadRecord } from '../../electron/engine/layers/uploadRecord.ts';
import { openFilesystemDriver } from '../../electron/engine/storage/filesystemDriver.ts';
import type { FileReader, StorageDriver } from '../../electron/engine/storage/storageDriver.ts';
import type { Digest } from '../../shared/digest.ts';
import { parseDigest } from '../../shared/digest.ts';
import { parseRepositoryName } from '../../shared/names.ts';

export const REPOSITORY = parseRepositoryName('library/test');

/** A record as the manager would write it for a fresh upload. */
export function newRecord(changes: Partial<UploadRecord> = {}): UploadRecord {
  return {
    repository: REPOSITORY,
    name: 'layer.tar',
    source: null,
    expected: null,
    finishBySelf: false,
    createdAt: 1_795_000_000_000,
    phase: { kind: 'moving' },
    ...changes,
  };
}

/** A store over a driver, or over a folder of the real file system. */
export async function layerStore(at: string | StorageDriver): Promise<{ store: LayerStore; driver: StorageDriver }> {
  const driver = typeof at === 'string' ? openFilesystemDriver(at) : at;
  return { store: new LayerStore(driver, await loadDigesterFactory()), driver };
}

/** The digest by an independent implementation. */
export function digestOf(bytes: Uint8Array, algorithm = 'sha256'): Digest {
  return parseDigest(`${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`);
}

/** A source in memory; `chunk` limits what one read gives. */
export function readerOver(bytes: Uint8Array, offset = 0): FileReader {
  let position = offset;
  return {
    read: async (buffer) => {
      const part = bytes.subarray(position, position + buffer.length);
      buffer.set(part);
      position += part.length;
      return part.length;
    },
    close: async () => undefined,
    [Symbol.asyncDispose]: async () => undefined,
  };
}

/** All files below a folder, relative, sorted: what a person would see there. */
export async function tree(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
}

/**
 * What a process that is killed now would leave behind: a copy of the folder while its writers are still open, and
 * hold their locks and their unsaved digests in memory only.
 */
export async function crashCopy(from: string, to: string): Promise<string> {
  await mkdir(to, { recursive: true });
  await cp(from, to, { recursive: true });
  return to;
}

/** The bytes of a layer as a registry would serve them: through its link. */
export async function servedBytes(root: string, digest: Digest, name: Digest = digest): Promise<Uint8Array> {
  const [algorithm, hex] = name.split(':');
  const link = path.join(root, 'docker/registry/v2/repositories', REPOSITORY, '_layers', `${algorithm}/${hex}/link`);
  const canonical = await readFile(link, 'utf8');
  const blobHex = parseDigest(canonical).slice('sha256:'.length);
  return await readFile(path.join(root, 'docker/registry/v2/blobs/sha256', blobHex.slice(0, 2), blobHex, 'data'));
}
