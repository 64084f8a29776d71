import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Digester } from '../../../electron/engine/digest/digester.ts';
import { decodeHashState, encodeHashState } from '../../../electron/engine/digest/hashState.ts';
import { createWasmDigesterFactory } from '../../../electron/engine/digest/wasmDigester.ts';
import { type DockerRegistry, startDockerRegistry } from '../../support/dockerRegistry.ts';
import { fetchBlob, patchUpload, putDigest, startUpload, uploadLocation } from '../../support/registryHttp.ts';
import { seededBytes } from '../../support/seededBytes.ts';
import { type TempDir, tempDir } from '../../support/tempDir.ts';

const REPOSITORY = 'layerlift/hash-states';
const EDGES = [0, 1, 55, 56, 63, 64, 65, 127, 128, 4095, 4096, 65_537, 1024 * 1024 + 17];

let root: TempDir;
let registry: DockerRegistry;
let digester: Digester;

beforeAll(async () => {
  root = await tempDir();
  registry = await startDockerRegistry(root.path);
  digester = await (await createWasmDigesterFactory()).create('sha256');
});

afterAll(async () => {
  await registry?.stop();
  await root?.[Symbol.asyncDispose]();
});

function uploadFolder(id: string): string {
  return join(root.path, 'docker/registry/v2/repositories', REPOSITORY, '_uploads', id);
}

function statePath(id: string, offset: number): string {
  return join(uploadFolder(id), 'hashstates/sha256', String(offset));
}

function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

function ourState(bytes: Uint8Array): Uint8Array {
  digester.reset();
  digester.update(bytes);
  return encodeHashState(digester.saveState());
}

/** An upload made by hand: the registry has never heard of it before its location is used. */
async function writeUpload(data: Uint8Array, state: Uint8Array): Promise<string> {
  const id = randomUUID();
  await mkdir(join(uploadFolder(id), 'hashstates/sha256'), { recursive: true });
  await writeFile(join(uploadFolder(id), 'startedat'), '2026-01-02T03:04:05Z');
  await writeFile(join(uploadFolder(id), 'data'), data);
  await writeFile(statePath(id, data.length), state);
  return uploadLocation(registry, { repository: REPOSITORY, id }, data.length);
}

/** Lets the registry write the state after each part; returns what it wrote, last first. */
async function registryStates(parts: readonly Uint8Array[]): Promise<readonly Uint8Array[]> {
  let { id, location } = await startUpload(registry, REPOSITORY);
  let offset = 0;
  const states: Uint8Array[] = [];
  for (const part of parts) {
    location = await patchUpload(location, part);
    offset += part.length;
    states.unshift(await readFile(statePath(id, offset)));
  }
  return states;
}

describe('a hash state that the registry wrote', () => {
  it.each(EDGES)('is, byte for byte, ours for the same %i bytes', async (size) => {
    const bytes = seededBytes(0, size);
    const [state] = await registryStates([bytes]);
    expect(Buffer.from(state ?? [])).toEqual(Buffer.from(ourState(bytes)));
  });

  it('is ours after any parts of any size, and ours goes on from it', async () => {
    const parts = fc.array(fc.nat(70_000), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(parts, fc.nat(200), async (sizes, more) => {
        const message = seededBytes(
          0,
          sizes.reduce((sum, size) => sum + size, more),
        );
        const cuts = sizes.map((_, index) => sizes.slice(0, index).reduce((sum, size) => sum + size, 0));
        const total = message.length - more;
        const [state] = await registryStates(
          cuts.map((start, index) => message.subarray(start, cuts[index + 1] ?? total)),
        );
        expect(Buffer.from(state ?? [])).toEqual(Buffer.from(ourState(message.subarray(0, total))));
        digester.restoreState(decodeHashState(state ?? new Uint8Array(0), 'sha256'));
        digester.update(message.subarray(total));
        expect(digester.digest()).toBe(digestOf(message));
      }),
      { numRuns: 10 },
    );
  });
});

describe('a hash state that we wrote', () => {
  it.each(EDGES)('at %i bytes lets the registry go on with the upload and finish it', async (size) => {
    const bytes = seededBytes(1, size + 1000);
    const location = await writeUpload(bytes.subarray(0, size), ourState(bytes.subarray(0, size)));
    const next = await patchUpload(location, bytes.subarray(size));
    expect(await putDigest(next, digestOf(bytes))).toBe(digestOf(bytes));
    expect(await fetchBlob(registry, REPOSITORY, digestOf(bytes))).toEqual({
      size: bytes.length,
      sha256: digestOf(bytes),
    });
  });

  it('at the end of the data lets the registry finish at once', async () => {
    const bytes = seededBytes(2, 300_001);
    const location = await writeUpload(bytes, ourState(bytes));
    expect(await putDigest(location, digestOf(bytes))).toBe(digestOf(bytes));
    expect(await fetchBlob(registry, REPOSITORY, digestOf(bytes))).toEqual({
      size: bytes.length,
      sha256: digestOf(bytes),
    });
  });

  it('is what the registry goes by: one of other bytes makes it refuse the right digest', async () => {
    const bytes = seededBytes(3, 300_001);
    const location = await writeUpload(bytes, ourState(seededBytes(4, 300_001)));
    await expect(putDigest(location, digestOf(bytes))).rejects.toMatchObject({ status: 400 });
  });
});
