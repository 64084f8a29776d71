import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { findDigestBeside } from '../../electron/engine/uploads/checksumFiles.ts';
import { inspectSource } from '../../electron/engine/uploads/source.ts';
import { type FileInspection, inspectFiles } from '../../electron/intake/inspectFiles.ts';
import { Intake } from '../../electron/intake/intake.ts';
import { OfferedFiles, offerFiles, takeGivenFiles } from '../../electron/ipc/givenFiles.ts';
import { mapLimited } from '../../electron/ipc/mapLimited.ts';
import { Tokens } from '../../electron/ipc/tokens.ts';
import { FILES_MAX, NOTHING_LEFT_OUT } from '../../shared/intake.ts';
import type { Candidate, Offer } from '../../shared/ipc.ts';
import { parseUploadId } from '../../shared/names.ts';
import { DEFAULT_SETTINGS } from '../../shared/settings.ts';
import { openManager } from '../support/managers.ts';
import { type TempDir, tempDir } from '../support/tempDir.ts';

const ID = parseUploadId('00000000-0000-4000-8000-00000000000a');
let said: string[] = [];
const inspection = (over: Partial<FileInspection> = {}): FileInspection => ({
  engine: { inspectSource, findDigestBeside },
  tokens: new Tokens(10_000),
  duplicateOf: () => null,
  log: (words) => said.push(words),
  ...over,
});
/** Files that stand for themselves, looked at. */
const look = (paths: readonly string[], over: Partial<FileInspection> = {}): Promise<Candidate[]> =>
  inspectFiles(
    paths.map((file) => ({ path: file, folder: '', error: null })),
    inspection(over),
    new AbortController().signal,
  );

async function makeFile(folder: TempDir, name: string, content = 'layer'): Promise<string> {
  const file = path.join(folder.path, name);
  await writeFile(file, content);
  return file;
}

beforeEach(() => {
  said = [];
});

describe('tokens', () => {
  it('lead back to their path once, and not when they are too many', () => {
    const tokens = new Tokens(2);
    const [a, b] = [tokens.issue('/a'), tokens.issue('/b')];
    expect(tokens.take('/a')).toBeNull();
    tokens.issue('/c');
    expect(tokens.take(a)).toBeNull();
    expect(tokens.take(b)).toBe('/b');
    expect(tokens.take(b)).toBeNull();
    tokens.giveBack(b, '/b');
    expect(tokens.take(b)).toBe('/b');
  });

  it('stay the same for a file that is given again, until it has become an upload', () => {
    const tokens = new Tokens(2);
    const [a, b] = [tokens.issue('/a'), tokens.issue('/b')];
    expect(tokens.issue('/a')).toBe(a);
    tokens.issue('/c');
    expect(tokens.take(b)).toBeNull();
    expect(tokens.take(a)).toBe('/a');
    expect(tokens.issue('/a')).not.toBe(a);
    expect(tokens.issue('/b')).not.toBe(b);
  });
});

describe('looking at files', () => {
  it('tells of each what it is, in order', async () => {
    await using folder = await tempDir();
    const digest = `sha256:${'ab'.repeat(32)}`;
    const good = await makeFile(folder, 'good "\n🐳.tar');
    const known = await makeFile(folder, 'known.tar', '');
    await makeFile(folder, 'known.tar.sha256', `${'ab'.repeat(32)}  known.tar\n`);
    const sub = path.join(folder.path, 'folder');
    await mkdir(sub);
    const none = path.join(folder.path, 'none');
    const duplicateOf = (file: string) => (file === known ? ID : null);
    const candidates = await look([good, known, sub, none, ''], { duplicateOf });
    expect(candidates).toMatchObject([
      { name: 'good "\n🐳.tar', size: 5, error: null, digest: null, duplicateOf: null },
      { name: 'known.tar', size: 0, error: null, digest: { value: digest, from: 'known.tar.sha256' }, duplicateOf: ID },
      { name: 'folder', size: null, error: { code: 'SOURCE_NOT_A_FILE' } },
      { name: 'none', size: null, error: { code: 'SOURCE_NOT_FOUND' } },
      { name: '', size: null, error: { code: 'SOURCE_NOT_FOUND' } },
    ]);
    expect(JSON.stringify(candidates.map(({ error: _, ...rest }) => rest))).not.toContain(folder.path);
  });

  it('keeps a file whose checksum file cannot be read', async () => {
    await using folder = await tempDir();
    const file = await makeFile(folder, 'a.tar');
    const engine = { inspectSource, findDigestBeside: () => Promise.reject(new Error('no')) };
    expect(await look([file], { engine })).toMatchObject([{ error: null, digest: null }]);
    expect(said).toEqual([`cannot use the checksum file beside ${file}`]);
  });

  it('goes on in bounds, and answers in order', async () => {
    let under = 0;
    let most = 0;
    const results = await mapLimited([...Array(100).keys()], 7, async (index) => {
      under += 1;
      most = Math.max(most, under);
      await new Promise((resolve) => setImmediate(resolve));
      under -= 1;
      return index * 2;
    });
    expect(results).toEqual([...Array(100).keys()].map((index) => index * 2));
    expect(most).toBe(7);
    expect(await mapLimited([], 7, async () => 1)).toEqual([]);
  });
});

describe('files that were given at the start', () => {
  const settings = () => ({ ...DEFAULT_SETTINGS });
  let pushed: Offer[] = [];
  beforeEach(() => {
    pushed = [];
  });
  const listening = (): OfferedFiles => {
    const offered = new OfferedFiles((offer) => pushed.push(offer));
    offered.take();
    return offered;
  };

  const intakeOf = (over: Partial<FileInspection> = {}) => {
    const looked = inspection(over);
    return { intake: new Intake(looked, () => undefined), tokens: looked.tokens };
  };

  it('are refused in words when they are too many', async () => {
    const paths = Array.from({ length: FILES_MAX + 1 }, (_, index) => `/nowhere/${index}`);
    await offerFiles(paths, intakeOf().intake, listening());
    expect(pushed).toMatchObject([{ candidates: [], error: { code: 'SOURCES_TOO_MANY' } }]);
  });

  it('wait for the window, and are pushed once it has asked', async () => {
    await using folder = await tempDir();
    const candidates = await look([await makeFile(folder, 'a')]);
    const one: Offer = { candidates, leftOut: NOTHING_LEFT_OUT, error: null };
    const offered = new OfferedFiles((offer) => pushed.push(offer));
    offered.offer(one);
    expect(pushed).toEqual([]);
    expect(offered.take()).toEqual([one]);
    expect(offered.take()).toEqual([]);
    offered.offer(one);
    expect(pushed).toEqual([one]);
    offered.stopPushing();
    offered.offer(one);
    expect(pushed).toHaveLength(1);
    expect(offered.take()).toEqual([one]);
  });

  it('are offered without a repository, and without a store', async () => {
    await using folder = await tempDir();
    const file = await makeFile(folder, 'a.tar');
    const session = { settled: async () => undefined, managerOrNull: () => null };
    const options = { session, ...intakeOf(), offered: listening(), settings };
    await takeGivenFiles([file], '', options);
    await takeGivenFiles([file], 'library/a', options);
    await takeGivenFiles([], 'library/a', options);
    expect(pushed).toMatchObject([{ candidates: [{ name: 'a.tar' }] }, { candidates: [{ name: 'a.tar' }] }]);
  });

  it('are queued with a repository; what cannot be is offered with its reason', async () => {
    await using folder = await tempDir();
    const manager = await openManager(path.join(folder.path, 'store'));
    const good = await makeFile(folder, 'good.tar');
    const session = { settled: async () => undefined, managerOrNull: () => manager };
    const duplicateOf = (file: string) => manager.duplicateOf(file);
    const options = { session, ...intakeOf({ duplicateOf }), offered: listening(), settings };
    await takeGivenFiles([good, path.join(folder.path, 'none')], 'library/a', options);
    expect(manager.list()).toMatchObject([{ name: 'good.tar', repository: 'library/a' }]);
    expect(pushed).toMatchObject([{ candidates: [{ name: 'none', error: { code: 'SOURCE_NOT_FOUND' } }] }]);
    await takeGivenFiles([good], '', {
      ...options,
      settings: () => ({ ...DEFAULT_SETTINGS, repository: 'library/b' }),
    });
    expect(manager.list()).toHaveLength(1);
    expect(pushed[1]).toMatchObject({
      candidates: [{ name: 'good.tar', error: null, duplicateOf: manager.list()[0]?.id }],
    });
    await manager.close();
  });
});
