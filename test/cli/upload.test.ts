import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { lastOf, runCli } from '../support/cli.ts';
import { digestOf, servedBytes, tree } from '../support/layers.ts';
import { sourceFile } from '../support/managers.ts';
import { seededBytes } from '../support/seededBytes.ts';
import { tempDir } from '../support/tempDir.ts';

// Every command is a process of its own, and a machine may be busy with others.
vi.setConfig({ testTimeout: 120_000 });

const BYTES = seededBytes(80, 3 * 1024 * 1024 + 5);
const DIGEST = digestOf(BYTES);
const WRONG = digestOf(seededBytes(81, 9));

async function place() {
  const dir = await tempDir();
  const store = path.join(dir.path, 'store');
  const file = await sourceFile(dir.path, 'a.tar', BYTES);
  const upload = ['upload', file, '--store', store, '--repository', 'library/test'];
  return { store, file, upload, folder: dir.path, [Symbol.asyncDispose]: () => dir[Symbol.asyncDispose]() };
}

describe('layerlift upload', () => {
  it('tells events, from a version to what was finished', async () => {
    await using at = await place();
    const end = await runCli([...at.upload, '--json', '--digest', DIGEST]);
    expect(end).toMatchObject({ code: 0, stderr: '' });
    expect(end.json[0]).toEqual({ type: 'begin', version: 1, command: 'upload' });
    expect(end.json[1]).toEqual({ type: 'storeCreated', store: at.store });
    expect(end.json[2]).toEqual({
      type: 'added',
      id: expect.any(String),
      repository: 'library/test',
      name: 'a.tar',
      size: BYTES.length,
    });
    const hex = DIGEST.slice('sha256:'.length);
    const blobPath = path.join(at.store, 'docker/registry/v2/blobs/sha256', hex.slice(0, 2), hex, 'data');
    expect(lastOf(end)).toEqual({
      type: 'finished',
      id: end.json[2]?.['id'],
      digest: DIGEST,
      size: BYTES.length,
      blobPath,
      finishMs: expect.any(Number),
      rehashedBytes: 0,
    });
    expect(Buffer.compare(await readFile(blobPath), BYTES)).toBe(0);
    expect(Buffer.compare(await servedBytes(at.store, DIGEST), BYTES)).toBe(0);
  });

  it('believes a blob that is there already, unless it is to verify it', async () => {
    await using at = await place();
    const first = await runCli([...at.upload, '--json']);
    const blob = String(lastOf(first)?.['blobPath']);
    const corrupt = Buffer.alloc(BYTES.length);
    await writeFile(blob, corrupt);
    expect((await runCli(at.upload)).code).toBe(0);
    expect(Buffer.compare(await readFile(blob), corrupt)).toBe(0);
    expect((await runCli([...at.upload, '--verify-existing'])).code).toBe(0);
    expect(Buffer.compare(await readFile(blob), BYTES)).toBe(0);
    await writeFile(blob, corrupt);
    const begun = await runCli([...at.upload, '--no-finish', '--json']);
    const id = String(lastOf(begun)?.['id']);
    expect((await runCli(['finish', id, '--store', at.store, '--verify-existing'])).code).toBe(0);
    expect(Buffer.compare(await readFile(blob), BYTES)).toBe(0);
  });

  it('speaks plain lines where there is no terminal', async () => {
    await using at = await place();
    const end = await runCli(at.upload);
    expect(end.code).toBe(0);
    expect(end.stdout).toContain(`Finished: ${DIGEST}\n`);
    for (const control of ['\r', '\u001b']) expect(end.stdout + end.stderr).not.toContain(control);
  });

  it('takes the store from the environment', async () => {
    await using at = await place();
    const args = at.upload.filter((arg) => arg !== '--store' && arg !== at.store);
    expect((await runCli(args, { LAYERLIFT_STORE: at.store })).code).toBe(0);
    expect(await servedBytes(at.store, DIGEST)).toHaveLength(BYTES.length);
  });

  it('leaves the last step when told to, and finishes later without hashing a byte again', async () => {
    await using at = await place();
    const end = await runCli([...at.upload, '--json', '--no-finish']);
    expect(end.code).toBe(0);
    const ready = lastOf(end);
    expect(ready).toEqual({ type: 'ready', id: ready['id'], digest: DIGEST, size: BYTES.length, rehashedBytes: 0 });
    const finished = await runCli(['finish', String(ready['id']), '--store', at.store, '--json']);
    expect(finished.code).toBe(0);
    expect(lastOf(finished)).toMatchObject({ type: 'finished', digest: DIGEST, rehashedBytes: 0 });
    expect(finished.json.map(({ type }) => type)).toEqual(['begin', 'finishing', 'finished']);
  });

  it('resumes an upload that only waits to be finished', async () => {
    await using at = await place();
    const { id } = lastOf(await runCli([...at.upload, '--json', '--no-finish']));
    const again = await runCli(['resume', String(id), '--store', at.store, '--json', '--no-finish']);
    expect([again.code, lastOf(again)['type']]).toEqual([0, 'ready']);
    const end = await runCli(['resume', String(id), '--store', at.store, '--json']);
    expect([end.code, lastOf(end)['type']]).toEqual([0, 'finished']);
  });

  it('ends with 3 when the digest does not match, keeps the data, and takes the right digest', async () => {
    await using at = await place();
    const end = await runCli([...at.upload, '--json', '--digest', WRONG]);
    expect(end.code).toBe(3);
    const failed = lastOf(end);
    expect(failed).toEqual({ type: 'failed', id: failed['id'], code: 'DIGEST_MISMATCH', message: expect.any(String) });
    expect(failed['message']).toContain(`layerlift finish ${failed['id']} --digest`);
    expect(failed['message']).toContain(DIGEST);
    const id = String(failed['id']);
    expect((await runCli(['resume', id, '--store', at.store])).code).toBe(3);
    expect((await runCli(['finish', id, '--store', at.store, '--digest', WRONG])).code).toBe(3);
    expect((await runCli(['finish', id, '--store', at.store, '--digest', DIGEST])).code).toBe(0);
    expect(await servedBytes(at.store, DIGEST)).toHaveLength(BYTES.length);
  });

  it('verifies a digest of another algorithm, and links the layer under it', async () => {
    await using at = await place();
    const digest = digestOf(BYTES, 'sha512');
    const end = await runCli([...at.upload, '--json', '--digest', digest]);
    expect(lastOf(end)).toMatchObject({ type: 'finished', digest: DIGEST, rehashedBytes: 0 });
    expect(await servedBytes(at.store, DIGEST, digest)).toHaveLength(BYTES.length);
  });

  it('does not begin a second upload of the same file, and names the first', async () => {
    await using at = await place();
    const { id } = lastOf(await runCli([...at.upload, '--json', '--no-finish']));
    const end = await runCli([...at.upload, '--json']);
    expect(end.code).toBe(1);
    expect(lastOf(end)).toMatchObject({ type: 'failed', id, code: 'UPLOAD_EXISTS' });
    expect(lastOf(end)['message']).toContain(`layerlift resume ${id}`);
  });

  it('ends with 5 when there is no source, and makes nothing', async () => {
    await using at = await place();
    const end = await runCli(['upload', `${at.file}x`, '--store', at.store, '--repository', 'a', '--json']);
    expect(end.code).toBe(5);
    expect(lastOf(end)).toMatchObject({ type: 'failed', id: null, code: 'SOURCE_NOT_FOUND' });
    expect(await tree(at.folder)).toEqual(['a.tar']);
  });

  it('makes a store only where its place is there, and of nothing that holds something else', async () => {
    await using at = await place();
    const into = (store: string) => runCli(['upload', at.file, '--store', store, '--repository', 'a', '--json']);
    const unplugged = await into(path.join(at.folder, 'disk/store'));
    expect([unplugged.code, lastOf(unplugged)['code']]).toEqual([1, 'STORE_MISSING']);
    const foreign = await into(at.folder);
    expect([foreign.code, lastOf(foreign)['code']]).toEqual([1, 'STORE_NOT_A_STORE']);
    expect(await tree(at.folder)).toEqual(['a.tar']);
  });

  it('shows nothing of a file name that a terminal would obey', async () => {
    await using at = await place();
    const file = path.join(at.folder, 'a\u001b[31m\u202e.tar');
    await writeFile(file, 'x');
    const end = await runCli(['upload', file, '--store', at.store, '--repository', 'a']);
    expect(end.code).toBe(0);
    expect(end.stdout).toContain('a\\u{1b}[31m\\u{202e}.tar');
    expect(end.stdout).not.toContain('\u001b');
  });
});

describe('layerlift cancel', () => {
  it('leaves nothing of an upload', async () => {
    await using at = await place();
    const { id } = lastOf(await runCli([...at.upload, '--json', '--no-finish']));
    const end = await runCli(['cancel', String(id), '--store', at.store, '--json']);
    expect(end.code).toBe(0);
    expect(lastOf(end)).toEqual({ type: 'cancelled', id });
    const story = `layerlift/stories/${String(id)}.jsonl`;
    expect(await tree(at.store)).toEqual(['layerlift/history.jsonl', 'layerlift/lock', story]);
    const again = await runCli(['cancel', String(id), '--store', at.store, '--json']);
    expect([again.code, lastOf(again)['code']]).toEqual([1, 'UPLOAD_UNKNOWN']);
  });
});
