import { execFile } from 'node:child_process';
import { mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import { SLOT_BYTES } from '../../electron/engine/layers/checkpointSlot.ts';
import { pathFor } from '../../electron/engine/layers/paths.ts';
import { parseUploadId } from '../../shared/names.ts';
import { formatStartedAt } from '../../shared/startedAt.ts';
import { CLI_SCRIPT, lastOf, runCli } from '../support/cli.ts';
import { digestOf, layerStore, newRecord, REPOSITORY, servedBytes, tree } from '../support/layers.ts';
import { sourceFile } from '../support/managers.ts';
import { sealedSlot } from '../support/sealedSlot.ts';
import { seededBytes } from '../support/seededBytes.ts';
import { tempDir } from '../support/tempDir.ts';

// Every command is a process of its own, and a machine may be busy with others.
vi.setConfig({ testTimeout: 120_000 });

const execute = promisify(execFile);
const BYTES = seededBytes(110, 1_500_000);
const DIGEST = digestOf(BYTES);
const DAY = 86_400_000;

async function storeWithLayer() {
  const dir = await tempDir();
  const store = path.join(dir.path, 'store');
  const file = await sourceFile(dir.path, 'a.tar', BYTES);
  const upload = (...more: string[]) =>
    runCli(['upload', file, '--store', store, '--repository', 'library/test', '--json', ...more]);
  const finished = lastOf(await upload());
  const at = (spec: Parameters<typeof pathFor>[0]): string => path.join(store, pathFor(spec));
  return {
    store,
    upload,
    at,
    blobPath: String(finished['blobPath']),
    [Symbol.asyncDispose]: () => dir[Symbol.asyncDispose](),
  };
}

describe('layerlift verify', () => {
  it('prints one object, and 0 for a healthy store', async () => {
    await using place = await storeWithLayer();
    const { store } = place;
    const end = await runCli(['verify', '--store', store, '--json']);
    expect(end).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(end.stdout)).toEqual({ blobs: 1, bytes: BYTES.length, corrupt: [], brokenLinks: [] });
    expect((await runCli(['verify', '--store', store])).stdout).toContain('Corrupt: 0. Broken links: 0.');
  });

  it('finds one flipped bit and a broken link, says so, and ends with 1', async () => {
    await using place = await storeWithLayer();
    const { store, at, blobPath } = place;
    await using handle = await open(blobPath, 'r+');
    await handle.write(Uint8Array.of((BYTES[777_777] ?? 0) ^ 1), 0, 1, 777_777);
    const link = at({ kind: 'layerLink', repository: REPOSITORY, digest: digestOf(Uint8Array.of(1)) });
    await mkdir(path.dirname(link), { recursive: true });
    await writeFile(link, digestOf(Uint8Array.of(1)));
    const actual = digestOf(await readFile(blobPath));

    const end = await runCli(['verify', '--store', store, '--json']);
    expect(end.code).toBe(1);
    expect(JSON.parse(end.stdout)).toEqual({
      blobs: 1,
      bytes: BYTES.length,
      corrupt: [{ path: blobPath, digest: DIGEST, reason: 'content', actual, code: null }],
      brokenLinks: [
        {
          path: link,
          repository: REPOSITORY,
          kind: 'layer',
          reason: 'blob-missing',
          target: digestOf(Uint8Array.of(1)),
          code: null,
        },
      ],
    });
    const words = await runCli(['verify', '--store', store]);
    expect(words.stderr).toContain('Corrupt: ');
    expect(words.stderr).toContain('Broken link: ');
    expect((await runCli(['verify', DIGEST, '--store', store])).code).toBe(1);
    expect((await runCli(['verify', digestOf(seededBytes(111, 5)), '--store', store])).code).toBe(1);
  });
});

describe('layerlift list and inspect', () => {
  it('print an array and an object, and lines', async () => {
    await using place = await storeWithLayer();
    const { store, upload } = place;
    expect((await runCli(['list', '--store', store, '--json'])).stdout).toBe('[]\n');
    expect((await runCli(['list', '--store', store])).stdout).toBe('No uploads.\n');
    const { id } = lastOf(await upload('--no-finish', '--digest', DIGEST));
    const [listed, ...others] = JSON.parse((await runCli(['list', '--store', store, '--json'])).stdout);
    expect(others).toEqual([]);
    expect(listed).toEqual({
      id,
      repository: 'library/test',
      name: 'a.tar',
      status: 'ready',
      reason: null,
      error: null,
      open: false,
      offset: BYTES.length,
      size: BYTES.length,
      checkpointed: BYTES.length,
      gap: 0,
      digest: DIGEST,
      expected: DIGEST,
      source: expect.stringMatching(/a\.tar$/),
      startedAt: expect.stringMatching(/Z$/),
      purgedAt: expect.stringMatching(/Z$/),
    });
    expect(Date.parse(listed.purgedAt) - Date.parse(listed.startedAt)).toBe(7 * DAY);
    const inspected = JSON.parse((await runCli(['inspect', String(id), '--store', store, '--json'])).stdout);
    expect(inspected).toMatchObject({
      ...listed,
      finishBySelf: false,
      folder: expect.stringContaining(`_uploads/${id}`),
      digester: expect.stringMatching(/^(OpenSSL|hash-wasm) \d/),
      sourceError: null,
      checkpoints: [{ offset: BYTES.length, algorithms: ['sha256'], digests: [DIGEST] }],
      hashStates: [{ algorithm: 'sha256', offset: BYTES.length, verdict: 'ours' }],
      hashStatesLeftOut: 0,
    });
    const words = (await runCli(['inspect', String(id), '--store', store])).stdout;
    expect(words).toMatch(/^status {2,}ready$/m);
    expect(words).toMatch(/^hash state +hashstates\/sha256\/1500000: ours$/m);
    expect(words).toMatch(/^checkpoint +1500000 \(sha256\)$/m);
    expect(inspected.story).toMatchObject([{ type: 'added' }, { type: 'opened', offset: 0 }, { type: 'complete' }]);
    expect(words).toMatch(/^\d{4}-\d\d-\d\dT\S+Z {2}All bytes are there\. 1\.5 MB, hashed and durable: sha256:/m);
    await runCli(['finish', String(id), '--store', store]);
    const ended = JSON.parse((await runCli(['inspect', String(id), '--store', store, '--json'])).stdout);
    expect(ended).toMatchObject({ id, status: 'finished', digest: DIGEST, endedAt: expect.stringMatching(/Z$/) });
    expect(ended.story.at(-1)).toMatchObject({ type: 'finished', digest: DIGEST, rehashed: 0 });
    expect((await runCli(['inspect', String(id), '--store', store])).stdout).toContain('Verified and finished in ');
    const unknown = await runCli(['inspect', '00000000-0000-4000-8000-000000000000', '--store', store]);
    expect(unknown.code).toBe(1);
    expect(unknown.stderr).toContain('layerlift list');
  });

  it('leave out a checkpoint whose time cannot be told, and show the rest', async () => {
    await using place = await storeWithLayer();
    const { store, upload, at } = place;
    const id = parseUploadId(String(lastOf(await upload('--no-finish'))['id']));
    const file = at({ kind: 'uploadCheckpoints', repository: REPOSITORY, id });
    const slots = await readFile(file);
    const spoilt = [0, SLOT_BYTES].map((start) =>
      sealedSlot(slots.subarray(start, start + SLOT_BYTES), (slot) => slot.writeBigUInt64BE(2n ** 64n - 1n, 24)),
    );
    await writeFile(file, Buffer.concat(spoilt));
    const end = await runCli(['inspect', id, '--store', store, '--json']);
    expect(end).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(end.stdout)).toMatchObject({ id, offset: BYTES.length, checkpoints: [] });
  });

  it('change nothing in the store', async () => {
    await using place = await storeWithLayer();
    const { store, upload } = place;
    const { id } = lastOf(await upload('--no-finish'));
    await rm(path.join(store, 'layerlift/lock'));
    const before = await tree(store);
    for (const command of [
      ['list'],
      ['inspect', String(id)],
      ['verify'],
      ['purge', '--older-than', '0s', '--dry-run'],
    ]) {
      expect((await runCli([...command, '--store', store])).code).toBe(0);
      expect(await tree(store)).toEqual(before);
    }
  });
});

describe('an upload that another program began', () => {
  async function found(bytes: Uint8Array) {
    const place = await storeWithLayer();
    const ref = { repository: REPOSITORY, id: parseUploadId('11111111-1111-4111-8111-111111111111') };
    await mkdir(place.at({ kind: 'upload', ...ref }), { recursive: true });
    await writeFile(place.at({ kind: 'uploadData', ...ref }), bytes);
    await writeFile(place.at({ kind: 'uploadStartedAt', ...ref }), formatStartedAt(Date.now()));
    return { ...place, id: ref.id };
  }

  it('is found, needs a digest to be finished, and has it checked', async () => {
    const bytes = seededBytes(112, 300_000);
    await using at = await found(bytes);
    const [listed] = JSON.parse((await runCli(['list', '--store', at.store, '--json'])).stdout);
    expect(listed).toMatchObject({ id: at.id, status: 'found', size: null, offset: bytes.length });
    const blind = await runCli(['finish', at.id, '--store', at.store, '--json']);
    expect([blind.code, lastOf(blind)['code']]).toEqual([1, 'UPLOAD_INCOMPLETE']);
    const wrong = await runCli(['finish', at.id, '--store', at.store, '--digest', DIGEST]);
    expect(wrong.code).toBe(3);
    const end = await runCli(['finish', at.id, '--store', at.store, '--digest', digestOf(bytes), '--json']);
    expect(end.code).toBe(0);
    const { size } = lastOf(end);
    expect(lastOf(end)).toMatchObject({ type: 'finished', digest: digestOf(bytes), rehashedBytes: 0 });
    expect(size).toBe(bytes.length);
    expect(await servedBytes(at.store, digestOf(bytes))).toHaveLength(bytes.length);
  });

  it('goes on once its source is named and every byte of it was compared', async () => {
    const bytes = seededBytes(114, 300_000);
    await using at = await found(bytes.subarray(0, 123_456));
    const nameless = await runCli(['resume', at.id, '--store', at.store]);
    expect(nameless.code).toBe(2);
    expect(nameless.stderr).toContain('--source FILE');
    const file = await sourceFile(at.store, '../b.tar', bytes);
    const end = await runCli(['resume', at.id, '--source', file, '--store', at.store, '--json']);
    expect(end.code).toBe(0);
    expect(lastOf(end)).toMatchObject({ type: 'finished', digest: digestOf(bytes), rehashedBytes: 123_456 });
  });
});

describe('layerlift renew', () => {
  it('dates an upload to now, says until when it is kept, and only of one that is there', async () => {
    await using place = await storeWithLayer();
    const { store, upload, at } = place;
    const id = parseUploadId(String(lastOf(await upload('--no-finish'))['id']));
    const startedAt = at({ kind: 'uploadStartedAt', repository: REPOSITORY, id });
    await writeFile(startedAt, formatStartedAt(Date.now() - 6 * DAY));
    const before = Date.now();
    const end = await runCli(['renew', id, '--store', store, '--json']);
    expect(end).toMatchObject({ code: 0, stderr: '' });
    const { purgedAt } = JSON.parse(end.stdout) as { readonly purgedAt: string };
    expect(Date.parse(purgedAt)).toBeGreaterThanOrEqual(Math.floor(before / 1000) * 1000 + 7 * DAY);
    const [listed] = JSON.parse((await runCli(['list', '--store', store, '--json'])).stdout);
    expect(listed).toMatchObject({ id, status: 'ready', purgedAt });
    const unknown = await runCli(['renew', '00000000-0000-4000-8000-00000000000a', '--store', store, '--json']);
    expect(unknown).toMatchObject({ code: 1, stdout: '' });
    expect(JSON.parse(unknown.stderr)).toMatchObject({ type: 'failed', code: 'UPLOAD_UNKNOWN' });
  });
});

describe('layerlift purge', () => {
  it('tells what it would remove, then removes exactly that', async () => {
    await using place = await storeWithLayer();
    const { store, upload, at } = place;
    const young = lastOf(await upload('--no-finish'))['id'];
    const { store: layers } = await layerStore(store);
    const old = await layers.begin(newRecord({ name: 'old' }));
    await writeFile(at({ kind: 'uploadStartedAt', ...old }), formatStartedAt(Date.now() - 8 * DAY));
    const damaged = await layers.begin(newRecord({ name: 'damaged' }));
    await writeFile(at({ kind: 'uploadStartedAt', ...damaged }), '');

    const args = ['purge', '--older-than', '7d', '--store', store];
    const dry = await runCli([...args, '--dry-run', '--json']);
    expect(dry.code).toBe(0);
    const told = JSON.parse(dry.stdout);
    expect(told).toMatchObject({ dryRun: true, removed: 1, bytes: 0 });
    expect(told.uploads).toHaveLength(3);
    expect(told.uploads).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ id: old.id, by: 'startedAt', outcome: 'old' }),
        expect.objectContaining({ id: young, by: 'startedAt', outcome: 'young' }),
        expect.objectContaining({ id: damaged.id, by: 'changed', outcome: 'young' }),
      ]),
    );
    expect((await runCli([...args, '--dry-run'])).stdout).toContain(`Would remove ${old.id}`);
    expect(JSON.parse((await runCli([...args, '--json'])).stdout)).toEqual({ ...told, dryRun: false });
    const left = JSON.parse((await runCli(['list', '--store', store, '--json'])).stdout);
    expect(left.map(({ id }: { readonly id: string }) => id).sort()).toEqual([young, damaged.id].sort());
    expect(await readFile(path.join(store, 'layerlift/history.jsonl'), 'utf8')).toContain('Purged because of its age');

    const rest = await runCli(['purge', '--older-than', '0s', '--store', store]);
    expect(rest.stdout).toContain('Removed: 2 (1.5 MB). Kept: 0.');
    expect(await servedBytes(store, DIGEST)).toHaveLength(BYTES.length);
  });
});

describe('on a terminal', () => {
  it('there is a progress bar, which is taken away', async () => {
    await using place = await storeWithLayer();
    const { store } = place;
    // util-linux's script gives the command a terminal of its own.
    const { stdout } = await execute('script', [
      '--quiet',
      '--return',
      '--command',
      `"${process.execPath}" "${CLI_SCRIPT}" verify --store "${store}"`,
      '/dev/null',
    ]);
    expect(stdout).toContain('\rVerifying  [');
    expect(stdout).toContain('\r\u001b[KBlobs hashed: 1');
  });
});
