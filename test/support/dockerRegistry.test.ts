import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startDockerRegistry } from './dockerRegistry.ts';
import { fetchBlob, patchUpload, putDigest, RegistryRefusal, startUpload, uploadLocation } from './registryHttp.ts';
import { type TempDir, tempDir } from './tempDir.ts';

let folder: TempDir;
let root: string;

beforeEach(async () => {
  folder = await tempDir();
  root = folder.path;
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await folder[Symbol.asyncDispose]();
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('the registry that tests start', () => {
  it('takes a streamed upload and gives it back', async () => {
    await using registry = await startDockerRegistry(root);
    const bytes = Buffer.alloc(200_000, 'layer');
    const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
    const { location } = await startUpload(registry, 'some/repository');
    const next = await patchUpload(location, Readable.from([bytes.subarray(0, 70_000), bytes.subarray(70_000)]));
    await expect(
      putDigest(
        next,
        digest.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
      ),
    ).rejects.toThrow(RegistryRefusal);
    expect(await putDigest(next, digest)).toBe(digest);
    expect(await fetchBlob(registry, 'some/repository', digest)).toEqual({ size: bytes.length, sha256: digest });
    await expect(fetchBlob(registry, 'another/repository', digest)).rejects.toMatchObject({ status: 404 });
  });

  it('can be killed and started again on the same store, where a token of ours opens the upload', async () => {
    const bytes = Buffer.alloc(100_000, 'again');
    const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
    const crashed = await startDockerRegistry(root);
    const { id, location } = await startUpload(crashed, 'some/repository');
    await patchUpload(location, bytes.subarray(0, 60_000));
    await crashed.kill();
    expect(isAlive(crashed.pid)).toBe(false);

    await using registry = await startDockerRegistry(root);
    const upload = { repository: 'some/repository', id };
    await expect(patchUpload(uploadLocation(registry, upload, 1), bytes)).rejects.toMatchObject({ status: 404 });
    const next = await patchUpload(uploadLocation(registry, upload, 60_000), bytes.subarray(60_000));
    expect(await putDigest(next, digest)).toBe(digest);
  });

  it('is gone when its owner has disposed of it', async () => {
    const registry = await startDockerRegistry(root);
    expect(isAlive(registry.pid)).toBe(true);
    await registry[Symbol.asyncDispose]();
    expect(isAlive(registry.pid)).toBe(false);
    await expect(registry.stop()).resolves.toBeUndefined();
  });

  it('says so when the program is missing', async () => {
    vi.stubEnv('PATH', root);
    await expect(startDockerRegistry(root)).rejects.toThrow(/install the Debian package docker-registry/);
  });
});
