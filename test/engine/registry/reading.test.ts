import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EMPTY_DIGEST } from '../../../shared/digest.ts';
import { parseRepositoryName } from '../../../shared/names.ts';
import { chance, SEED } from '../../support/chance.ts';
import { type DockerRegistry, startDockerRegistry } from '../../support/dockerRegistry.ts';
import { digestOf, layerStore, newRecord, readerOver } from '../../support/layers.ts';
import { seededBytes } from '../../support/seededBytes.ts';
import { MEMORY_FOLDER, type TempDir, tempDir } from '../../support/tempDir.ts';

const REPOSITORIES = ['games/assets', 'library/ubuntu', 'one', 'team/a/b/c'].map(parseRepositoryName);
const BYTES = seededBytes(70, 1_300_007);
const DIGEST = digestOf(BYTES);
const ALIAS = digestOf(BYTES, 'sha512');

let dir: TempDir;
let registry: DockerRegistry;

/** A store that we finished: one layer in four repositories, the empty one in one, and an upload still under way. */
beforeAll(async () => {
  dir = await tempDir(MEMORY_FOLDER);
  const { store } = await layerStore(dir.path);
  for (const repository of REPOSITORIES) {
    const writer = await store.create(newRecord({ repository, expected: ALIAS }));
    await writer.readFrom(readerOver(BYTES), {});
    await writer.finish(ALIAS);
  }
  await (await store.create(newRecord({ repository: parseRepositoryName('one') }))).finish(EMPTY_DIGEST);
  const waiting = await store.create(newRecord({ repository: parseRepositoryName('under/way') }));
  await waiting.write(BYTES);
  await waiting.close();
  registry = await startDockerRegistry(dir.path);
});

afterAll(async () => {
  await registry.stop();
  await dir[Symbol.asyncDispose]();
});

const blob = (repository: string, digest: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`${registry.url}/v2/${repository}/blobs/${digest}`, init);

const body = async (response: Response): Promise<Buffer> => Buffer.from(await response.arrayBuffer());

describe('a store that we finished, read by the registry', () => {
  it.each(REPOSITORIES)('serves the layer whole from %s', async (repository) => {
    const head = await blob(repository, DIGEST, { method: 'HEAD' });
    expect(head.status).toBe(200);
    expect(Object.fromEntries(head.headers)).toMatchObject({
      'content-length': String(BYTES.length),
      'docker-content-digest': DIGEST,
    });
    const get = await blob(repository, DIGEST);
    expect(get.status).toBe(200);
    expect(get.headers.get('etag')).toBe(`"${DIGEST}"`);
    expect(Buffer.compare(await body(get), BYTES)).toBe(0);
  });

  it('serves it under its other digest too, and says the canonical one', async () => {
    const get = await blob('one', ALIAS);
    expect(get.status).toBe(200);
    expect(get.headers.get('docker-content-digest')).toBe(DIGEST);
    expect(Buffer.compare(await body(get), BYTES)).toBe(0);
  });

  it('serves the zero-length layer', async () => {
    const get = await blob('one', EMPTY_DIGEST);
    expect(get.status).toBe(200);
    expect((await body(get)).length).toBe(0);
  });

  it(`serves any range (seed ${SEED})`, async () => {
    const random = chance(SEED);
    const size = BYTES.length;
    for (let number = 0; number < 20; number += 1) {
      const first = random.upTo(size - 1);
      const last = first + random.upTo(size - 1 - first);
      const [range, from, to] = random.oneOf([
        [`bytes=${first}-${last}`, first, last],
        [`bytes=${first}-`, first, size - 1],
        [`bytes=-${last + 1}`, size - last - 1, size - 1],
      ]);
      const part = await blob('one', DIGEST, { headers: { Range: range } });
      expect(part.status, range).toBe(206);
      expect(part.headers.get('content-range'), range).toBe(`bytes ${from}-${to}/${size}`);
      expect(Buffer.compare(await body(part), BYTES.subarray(from, to + 1)), range).toBe(0);
    }
    // Without a body, because the registry promises one as long as the blob here, and then closes the connection.
    const beyond = await blob('one', DIGEST, { method: 'HEAD', headers: { Range: `bytes=${size}-` } });
    expect(beyond.status).toBe(416);
  });

  it('answers a client that has it already with 304', async () => {
    const again = await blob('one', DIGEST, { headers: { 'If-None-Match': `"${DIGEST}"` } });
    expect(again.status).toBe(304);
    await body(again);
  });

  it('does not serve it from a repository that has no link to it', async () => {
    for (const repository of ['under/way', 'nobody']) {
      const refused = await blob(repository, DIGEST);
      expect(refused.status).toBe(404);
      await body(refused);
    }
  });

  it('lists the repositories that have layers in its catalog, and no others', async () => {
    const catalog = await fetch(`${registry.url}/v2/_catalog`);
    expect(await catalog.json()).toEqual({ repositories: [...REPOSITORIES].sort() });
  });
});
