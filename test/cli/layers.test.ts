import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { pathFor } from '../../electron/engine/layers/paths.ts';
import { runCli } from '../support/cli.ts';
import { startDockerRegistry } from '../support/dockerRegistry.ts';
import { digestOf, REPOSITORY, tree } from '../support/layers.ts';
import { sourceFile } from '../support/managers.ts';
import { imageManifest, pushBlob, pushManifest } from '../support/registryManifests.ts';
import { seededBytes } from '../support/seededBytes.ts';
import { tempDir } from '../support/tempDir.ts';

// Every command is a process of its own, and a machine may be busy with others.
vi.setConfig({ testTimeout: 120_000 });

const LOOSE = seededBytes(120, 300_000);
const NAMED = seededBytes(121, 50_000);
const CONFIG = Buffer.from('{}');

/** A layer of ours in a store in which a registry holds an image. */
async function storeWithImage() {
  const dir = await tempDir();
  const store = path.join(dir.path, 'store');
  const file = await sourceFile(dir.path, 'a.tar', LOOSE);
  await runCli(['upload', file, '--store', store, '--repository', REPOSITORY]);
  await using registry = await startDockerRegistry(store);
  await pushBlob(registry, REPOSITORY, CONFIG);
  await pushBlob(registry, REPOSITORY, NAMED);
  await pushBlob(registry, 'library/other', NAMED);
  const manifest = await pushManifest(registry, REPOSITORY, imageManifest(CONFIG, [NAMED]), 'v1');
  return { store, manifest, [Symbol.asyncDispose]: () => dir[Symbol.asyncDispose]() };
}

describe('layerlift layers', () => {
  it('prints one object with every layer and what a garbage collection would do with it, and lines', async () => {
    await using place = await storeWithImage();
    const { store } = place;
    const before = await tree(store);
    const end = await runCli(['layers', '--store', store, '--json']);
    expect(end).toMatchObject({ code: 0, stderr: '' });
    const { layers, manifestProblems } = JSON.parse(end.stdout);
    expect(manifestProblems).toEqual([]);
    const linkedAt = expect.stringMatching(/^\d{4}-.*Z$/);
    const named = { name: digestOf(NAMED), digest: digestOf(NAMED), size: NAMED.length, linkedAt };
    const inV1 = { repository: REPOSITORY, linkedAt, tags: ['v1'], tagCount: 1, collection: 'tagged' };
    expect(layers).toHaveLength(4);
    expect(layers).toEqual(
      expect.arrayContaining([
        { ...named, ...inV1, role: 'layer' },
        { ...inV1, name: digestOf(CONFIG), digest: digestOf(CONFIG), size: 2, role: 'config' },
        { ...named, repository: 'library/other', role: null, tags: [], tagCount: 0, collection: 'elsewhere' },
        {
          repository: REPOSITORY,
          name: digestOf(LOOSE),
          digest: digestOf(LOOSE),
          size: LOOSE.length,
          linkedAt,
          role: null,
          tags: [],
          tagCount: 0,
          collection: 'unreferenced',
        },
      ]),
    );
    const words = (await runCli(['layers', '--store', store])).stdout;
    expect(words).toMatch(new RegExp(`^${digestOf(LOOSE)} .* REMOVED +library/test +–$`, 'm'));
    expect(words).toMatch(new RegExp(`^${digestOf(NAMED)} .* kept +library/test +v1$`, 'm'));
    expect(await tree(store)).toEqual(before);
  });

  it('shows one repository, names a manifest that says nothing, and refuses a repository that is not there', async () => {
    await using place = await storeWithImage();
    const { store, manifest } = place;
    const blob = path.join(store, pathFor({ kind: 'blobData', digest: manifest }));
    await writeFile(blob, (await readFile(blob)).subarray(0, 40));
    const one = await runCli(['layers', '--repository', REPOSITORY, '--store', store, '--json']);
    const { layers, manifestProblems } = JSON.parse(one.stdout);
    expect(manifestProblems).toEqual([{ repository: REPOSITORY, digest: manifest, fault: 'content' }]);
    expect(layers.map(({ collection }: { collection: string }) => collection)).toEqual(
      layers.map(() => 'unreferenced'),
    );
    const words = await runCli(['layers', '--repository', REPOSITORY, '--store', store]);
    expect(words).toMatchObject({ code: 0, stderr: expect.stringContaining(`Manifest ${manifest} of ${REPOSITORY}`) });

    const other = await runCli(['layers', '--repository', 'library/other', '--store', store, '--json']);
    expect(JSON.parse(other.stdout).layers).toHaveLength(1);
    const none = await runCli(['layers', '--repository', 'library/none', '--store', store, '--json']);
    expect(none).toMatchObject({ code: 1, stdout: '' });
    expect(JSON.parse(none.stderr)).toMatchObject({ type: 'failed', code: 'PATH_NOT_FOUND' });
    await rm(path.join(store, 'docker'), { recursive: true });
    expect((await runCli(['layers', '--store', store])).stdout).toBe('No layers.\n');
  });
});
