import { algorithmOf, type Digest } from '../../../shared/digest.ts';
import type { DigesterSource } from '../digest/digester.ts';
import type { StorageDriver } from '../storage/storageDriver.ts';
import { DigesterSet } from './digesterSet.ts';
import { type FinishedLayer, linksOf } from './finishing.ts';
import { orWhenMissing } from './orWhenMissing.ts';
import { pathFor } from './paths.ts';
import type { UploadRef } from './uploadRef.ts';

/** A layer that memory holds as a whole. */
export interface WholeLayer {
  /** What it is an upload of; nothing of it lies in the store. */
  readonly upload: UploadRef;
  readonly bytes: Uint8Array;
  readonly expected: Digest | null;
  /** A blob that is there already is to be hashed before it is kept. */
  readonly verifyExisting: boolean;
}

/**
 * Stores a small layer in one step instead of many: no upload in the registry's sight, no checkpoint, no hash state. Its
 * blob and then its links appear, each durable before the next. A crash in between leaves nothing, a blob without a
 * link, or the layer, and storing it again is right in each case.
 *
 * Resolves to null, and has stored nothing, where more is to be said than that it is there: its digest is another one
 * than expected, or what lies in its place has to be looked at. An upload then says it.
 * @param confirm runs when all bytes are hashed and nothing is stored; what it throws is thrown.
 */
export async function storeWhole(
  driver: StorageDriver,
  factory: DigesterSource,
  { upload, bytes, expected, verifyExisting }: WholeLayer,
  confirm: () => Promise<void>,
): Promise<FinishedLayer | null> {
  const digesters = await DigesterSet.create(factory, expected);
  await digesters.append(bytes);
  const digest = digesters.canonical();
  if (expected !== null && digesters.digest(algorithmOf(expected)) !== expected) return null;
  const blobPath = pathFor({ kind: 'blobData', digest });
  const existing = await orWhenMissing(driver.stat(blobPath), null);
  if (existing !== null && (verifyExisting || existing.isDirectory || existing.size !== bytes.length)) return null;
  await confirm();
  const links = linksOf(upload.repository, digest, expected);
  if (existing === null) {
    await driver.putContents([
      { path: blobPath, content: bytes, by: pathFor({ kind: 'staged', id: upload.id }) },
      ...links,
    ]);
  } else {
    // Whoever placed it may have been killed before it was durable, and a link must not outlive its blob.
    await driver.settle(blobPath);
    await driver.putContents(links);
  }
  return { digest, size: bytes.length, blobPath, existing: existing === null ? 'absent' : 'kept', rehashed: 0 };
}
