import { stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { vi } from 'vitest';
import { pathFor } from '../../../electron/engine/layers/paths.ts';
import type { UploadRef } from '../../../electron/engine/layers/uploadRef.ts';
import { parseUploadId } from '../../../shared/names.ts';
import type { DockerRegistry } from '../../support/dockerRegistry.ts';
import { REPOSITORY } from '../../support/layers.ts';
import { patchUpload, startUpload, uploadLocation } from '../../support/registryHttp.ts';

/** How much of received bytes the registry may still hold in memory when it is killed: its buffer. */
const BUFFER_BYTES = 4096;

/** An upload that the registry is in the middle of. */
export interface HalfSent {
  readonly upload: UploadRef;
  /** Absolute. */
  readonly data: string;
  /** Resolves when the PATCH under way has failed, as it must once the registry is killed. */
  readonly failed: Promise<void>;
}

/** Begins an upload with a PATCH that ends after `whole` bytes, and sends up to `cut` bytes with one that never ends. */
export async function sendHalf(
  registry: DockerRegistry,
  root: string,
  bytes: Uint8Array,
  { whole, cut }: { readonly whole: number; readonly cut: number },
): Promise<HalfSent> {
  let { id, location } = await startUpload(registry, REPOSITORY);
  if (whole > 0) location = await patchUpload(location, bytes.subarray(0, whole));
  const upload: UploadRef = { repository: REPOSITORY, id: parseUploadId(id) };
  const data = path.join(root, pathFor({ kind: 'uploadData', ...upload }));
  const failed = sendEndlessly(location, bytes.subarray(whole, cut));
  await received(data, cut);
  return { upload, data, failed };
}

/** Sends `bytes` to an upload that lies on disk, by a PATCH that never ends. */
export function sendMore(
  registry: DockerRegistry,
  { upload, data }: HalfSent,
  bytes: Uint8Array,
  { from, to }: { readonly from: number; readonly to: number },
): HalfSent {
  const location = uploadLocation(registry, upload, from);
  return { upload, data, failed: sendEndlessly(location, bytes.subarray(from, to)) };
}

/** Resolves when all of the first `cut` bytes are in the file, but for what the registry's buffer may hold. */
export async function received(data: string, cut: number): Promise<void> {
  await vi.waitFor(
    async () => {
      const { size } = await stat(data);
      if (size < cut - BUFFER_BYTES) throw new Error(`${size} of ${cut} bytes are there`);
    },
    { timeout: 20_000, interval: 5 },
  );
}

/** Fails as soon as the other end is gone, and not before: the body waits for that. */
async function sendEndlessly(location: string, bytes: Uint8Array): Promise<void> {
  const body = new Readable({ read: () => undefined });
  body.push(bytes);
  await patchUpload(location, body).then(
    () => {
      throw new Error('a PATCH without an end has ended');
    },
    () => undefined,
  );
  body.destroy();
}
