import { describe, expect, it } from 'vitest';
import { pathFor } from '../../../electron/engine/layers/paths.ts';
import { measureBlobs, type ScrubOptions, scrub } from '../../../electron/engine/maintenance/scrub.ts';
import type { ScrubFinding } from '../../../electron/engine/maintenance/scrubFinding.ts';
import type { StorageDriver } from '../../../electron/engine/storage/storageDriver.ts';
import type { Digest } from '../../../shared/digest.ts';
import { LayerliftError } from '../../../shared/errors.ts';
import { parseRepositoryName } from '../../../shared/names.ts';
import { failCalls, faultyDriver } from '../../support/faultyDriver.ts';
import { digestOf } from '../../support/layers.ts';
import { openMemoryDriver } from '../../support/memoryDriver.ts';
import { seededBytes } from '../../support/seededBytes.ts';
import { tagName } from '../../support/tagName.ts';

const A = seededBytes(100, 2_500_000);
const B = seededBytes(101, 70);
const one = parseRepositoryName('one');
const two = parseRepositoryName('deep/er/two');

const BAD_SECTOR = new LayerliftError('STORAGE_IO', 'a bad sector', { errno: 'EIO' });

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

async function put(driver: StorageDriver, bytes: Uint8Array): Promise<Digest> {
  const digest = digestOf(bytes);
  await driver.putContent(pathFor({ kind: 'blobData', digest }), bytes);
  return digest;
}

/** A store as a registry leaves it: two blobs, an alias, a manifest under a tag that was another one before. */
async function healthyStore() {
  const driver = openMemoryDriver();
  const a = await put(driver, A);
  const b = await put(driver, B);
  const alias = digestOf(A, 'sha512');
  const link = (path: string, digest: string): Promise<void> => driver.putContent(path, bytesOf(digest));
  await link(pathFor({ kind: 'layerLink', repository: one, digest: a }), a);
  await link(pathFor({ kind: 'layerLink', repository: one, digest: alias }), a);
  await link(pathFor({ kind: 'layerLink', repository: two, digest: b }), b);
  await link(pathFor({ kind: 'manifestRevisionLink', repository: two, digest: b }), b);
  await link(pathFor({ kind: 'manifestTagCurrent', repository: two, tag: tagName('1.0') }), b);
  await link(pathFor({ kind: 'manifestTagIndexEntryLink', repository: two, tag: tagName('1.0'), digest: a }), a);
  return { driver, a, b, alias, link };
}

async function run(driver: StorageDriver, options: ScrubOptions = {}) {
  const found: ScrubFinding[] = [];
  const findings = scrub(driver, options);
  let step = await findings.next();
  for (; !step.done; step = await findings.next()) found.push(step.value);
  const corrupt = found.flatMap((finding) => (finding.type === 'corrupt' ? [finding.blob] : []));
  const brokenLinks = found.flatMap((finding) => (finding.type === 'brokenLink' ? [finding.link] : []));
  return { ...step.value, corrupt, brokenLinks };
}

describe('a scrub', () => {
  it('finds nothing in a healthy store, and counts what it read', async () => {
    const { driver } = await healthyStore();
    const total = A.length + B.length;
    expect(await run(driver)).toEqual({ blobs: 2, bytes: total, corrupt: [], brokenLinks: [] });
    expect(await measureBlobs(driver)).toBe(total);
  });

  it('finds nothing in an empty store', async () => {
    expect(await run(openMemoryDriver())).toEqual({ blobs: 0, bytes: 0, corrupt: [], brokenLinks: [] });
  });

  it('finds a single flipped bit, and the alias that it breaks', async () => {
    const { driver, a, alias } = await healthyStore();
    const rotten = A.slice();
    rotten[1_234_567] = (rotten[1_234_567] ?? 0) ^ 0x10;
    const path = pathFor({ kind: 'blobData', digest: a });
    await driver.putContent(path, rotten);
    const { corrupt, brokenLinks } = await run(driver);
    expect(corrupt).toEqual([{ path, digest: a, reason: 'content', actual: digestOf(rotten), code: null }]);
    expect(brokenLinks).toMatchObject([
      { path: pathFor({ kind: 'layerLink', repository: one, digest: alias }), reason: 'differs', target: a },
    ]);
  });

  it('finds blobs that lie where no digest is', async () => {
    const { driver, a } = await healthyStore();
    const wrongShard = `/docker/registry/v2/blobs/sha256/zz/${a.slice('sha256:'.length)}/data`;
    await driver.putContent(wrongShard, A);
    await driver.putContent('/docker/registry/v2/blobs/md5/ab/abcd/data', B);
    expect((await run(driver)).corrupt).toEqual([
      {
        path: '/docker/registry/v2/blobs/md5/ab/abcd/data',
        digest: null,
        reason: 'misplaced',
        actual: digestOf(B),
        code: null,
      },
      { path: wrongShard, digest: null, reason: 'misplaced', actual: a, code: null },
    ]);
  });

  it.each([
    ['a newline', (digest: string) => `${digest}\n`, 'content'],
    ['a byte order mark', (digest: string) => `\ufeff${digest}`, 'content'],
    ['nothing', () => '', 'content'],
    ['a long text', () => 'x'.repeat(100_000), 'content'],
    ['a digest without a blob', () => digestOf(seededBytes(102, 3)), 'blob-missing'],
    ['the digest of another blob', () => digestOf(B), 'differs'],
  ])('finds a link that holds %s', async (_, write, reason) => {
    const { driver, a, link } = await healthyStore();
    const path = pathFor({ kind: 'layerLink', repository: one, digest: a });
    await link(path, write(a));
    expect((await run(driver)).brokenLinks).toMatchObject([{ path, repository: one, kind: 'layer', reason }]);
  });

  it('finds links of every kind whose blob is gone', async () => {
    const { driver, a, b } = await healthyStore();
    for (const digest of [a, b]) await driver.delete(pathFor({ kind: 'blob', digest }));
    const { blobs, brokenLinks } = await run(driver);
    expect(blobs).toBe(0);
    expect(brokenLinks.map(({ kind, repository, reason }) => [kind, repository, reason])).toEqual([
      ['layer', two, 'blob-missing'],
      ['revision', two, 'blob-missing'],
      ['tag', two, 'blob-missing'],
      ['tagIndex', two, 'blob-missing'],
      ['layer', one, 'blob-missing'],
      ['layer', one, 'blob-missing'],
    ]);
  });

  it('finds a link whose path names no digest, and takes an empty folder for none', async () => {
    const { driver, a, link } = await healthyStore();
    await link('/docker/registry/v2/repositories/one/_layers/sha256/abc/link', a);
    await link('/docker/registry/v2/repositories/one/_layers/sha256/def/other', a);
    expect((await run(driver)).brokenLinks).toMatchObject([{ kind: 'layer', reason: 'misplaced', target: a }]);
  });

  it('reads only what is asked for, and the links that lead there', async () => {
    const { driver, a, b, alias, link } = await healthyStore();
    await link(pathFor({ kind: 'layerLink', repository: two, digest: b }), 'broken');
    expect(await run(driver, { digests: [a] })).toEqual({ blobs: 1, bytes: A.length, corrupt: [], brokenLinks: [] });
    expect(await run(driver, { digests: [alias] })).toMatchObject({ blobs: 1, bytes: A.length, corrupt: [] });
    expect((await run(driver, { digests: [b] })).brokenLinks).toMatchObject([{ reason: 'content' }]);
    const missing = [digestOf(seededBytes(103, 4)), digestOf(B, 'sha384')];
    expect((await run(driver, { digests: missing })).corrupt).toMatchObject([
      { digest: missing[1], reason: 'missing' },
      { digest: missing[0], reason: 'missing' },
    ]);
  });

  it('reports what cannot be read, and goes on', async () => {
    const { driver, a, b } = await healthyStore();
    const failing = async () => {
      throw new LayerliftError('STORAGE_IO', 'a bad sector', { errno: 'EIO' });
    };
    const blob = pathFor({ kind: 'blobData', digest: a });
    const layers = pathFor({ kind: 'layers', repository: one });
    const damaged: StorageDriver = {
      name: driver.name,
      getContent: (path) => driver.getContent(path),
      putContent: failing,
      putContents: failing,
      reader: (path, offset) => (path === blob ? failing() : driver.reader(path, offset)),
      writer: failing,
      stat: (path) => driver.stat(path),
      list: (path) => (path === layers ? failing() : driver.list(path)),
      move: failing,
      delete: failing,
      settle: failing,
    };
    const { blobs, corrupt, brokenLinks } = await run(damaged);
    expect(blobs).toBe(2);
    expect(corrupt).toEqual([{ path: blob, digest: a, reason: 'unreadable', actual: null, code: 'STORAGE_IO' }]);
    expect(brokenLinks).toEqual([
      { path: layers, repository: null, kind: null, reason: 'unreadable', target: null, code: 'STORAGE_IO' },
    ]);
    expect(b).toBeDefined();
  });

  it('reports a link that cannot be read to whoever asked for it', async () => {
    const { driver, a, b } = await healthyStore();
    const path = pathFor({ kind: 'layerLink', repository: one, digest: a });
    const damaged = faultyDriver(
      driver,
      failCalls((call) => call.method === 'getContent' && call.path === path, BAD_SECTOR),
    );
    const broken = [{ path, kind: 'layer', reason: 'unreadable', target: null, code: 'STORAGE_IO' }];
    expect((await run(damaged)).brokenLinks).toMatchObject(broken);
    expect((await run(damaged, { digests: [a] })).brokenLinks).toMatchObject(broken);
    expect((await run(damaged, { digests: [b] })).brokenLinks).toEqual([]);
  });

  it('reports a blob that is asked for and cannot be found out about, and the aliases of one that cannot be read', async () => {
    const { driver, a, alias } = await healthyStore();
    const path = pathFor({ kind: 'blobData', digest: a });
    const blind = faultyDriver(
      driver,
      failCalls((call) => call.method === 'stat' && call.path === path, BAD_SECTOR),
    );
    expect((await run(blind, { digests: [a] })).corrupt).toMatchObject([{ path, reason: 'unreadable' }]);
    const unreadable = faultyDriver(
      driver,
      failCalls((call) => call.method === 'reader' && call.path === path, BAD_SECTOR),
    );
    const link = pathFor({ kind: 'layerLink', repository: one, digest: alias });
    expect((await run(unreadable)).brokenLinks).toMatchObject([{ path: link, reason: 'unreadable', target: a }]);
  });

  it('finds nothing wrong with what vanishes while it looks', async () => {
    const { driver, a, alias } = await healthyStore();
    const gone = new LayerliftError('PATH_NOT_FOUND', 'gone', { path: '' });
    const vanishing = [
      pathFor({ kind: 'blobData', digest: a }),
      pathFor({ kind: 'layerLink', repository: one, digest: alias }),
    ];
    const store = faultyDriver(
      driver,
      failCalls(({ method, path }) => ['reader', 'getContent'].includes(method) && vanishing.includes(path), gone),
    );
    expect(await run(store)).toEqual({ blobs: 1, bytes: B.length, corrupt: [], brokenLinks: [] });
  });

  it('hashes a blob for an alias once, in however many repositories it stands', async () => {
    const { driver, a, alias, link } = await healthyStore();
    await link(pathFor({ kind: 'layerLink', repository: two, digest: alias }), a);
    const counted = faultyDriver(driver, () => null);
    expect((await run(counted)).brokenLinks).toEqual([]);
    const opened = counted.calls.filter(({ method, path }) => method === 'reader' && path.includes(a.slice(-64)));
    // Once for its own digest, once for the alias.
    expect(opened.length).toBe(2);
  });

  it('tells its progress and can be stopped in the middle of a blob', async () => {
    const { driver } = await healthyStore();
    const stopping = new AbortController();
    const seen: number[] = [];
    const onProgress = ({ bytes }: { readonly bytes: number }): void => {
      seen.push(bytes);
      if (bytes > 1_000_000) stopping.abort();
    };
    await expect(run(driver, { onProgress, signal: stopping.signal })).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(seen.at(-1)).toBeLessThan(A.length);
  });
});
