/**
 * Finishes an upload in a store whose blobs lie on another disk, and tells what came of it in one line of JSON. Runs as
 * a process of its own, which has that disk at BLOBS.
 *
 *     splitStore.ts STORE
 */
import path from 'node:path';
import { pathFor } from '../../electron/engine/layers/paths.ts';
import { toErrorInfo } from '../../shared/errors.ts';
import { digestOf, layerStore, newRecord, tree } from './layers.ts';
import { seededBytes } from './seededBytes.ts';

/** What one try came to. */
export interface SplitEnd {
  readonly code: string;
  /** Files of the upload after it, relative to its folder. */
  readonly left: readonly string[];
  /** Files where the blobs are. */
  readonly blobs: readonly string[];
  /** Bytes hashed again by a later resume, and its offset. */
  readonly rehashed: number;
  readonly offset: number;
}

const [root = ''] = process.argv.slice(2);
const { store } = await layerStore(root);
const bytes = seededBytes(1, 100_000);
const writer = await store.create(newRecord());
await writer.write(bytes);
const code = await writer.finish(digestOf(bytes)).then(
  () => 'finished',
  (error: unknown) => toErrorInfo(error).code,
);
await writer.close();
const left = await tree(path.join(root, pathFor({ kind: 'upload', ...writer.upload })));
const blobs = await tree(path.join(root, pathFor({ kind: 'blobs' })));
const again = await store.resume(writer.upload);
const end: SplitEnd = { code, left, blobs, rehashed: again.recovery.rehashed, offset: again.offset };
await again.cancel();
process.stdout.write(`${JSON.stringify(end)}\n`);
