import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { findDigestBeside } from '../../electron/engine/uploads/checksumFiles.ts';
import { inspectSource } from '../../electron/engine/uploads/source.ts';
import type { UploadManager } from '../../electron/engine/uploads/uploadManager.ts';
import { addWatched } from '../../electron/watch/addWatched.ts';
import { WatchService } from '../../electron/watch/watchService.ts';
import { EMPTY_DIGEST } from '../../shared/digest.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../shared/settings.ts';
import { openManager } from '../support/managers.ts';
import { type TempDir, tempDir } from '../support/tempDir.ts';

let base: TempDir;
let manager: UploadManager;
let settings: Settings;
let services: WatchService[];
let isOpen: boolean;

const at = (name: string) => path.join(base.path, name);
const until = (check: () => void) => vi.waitFor(check, { timeout: 15_000, interval: 20 });
const uploads = () => manager.list().map(({ name, repository }) => `${repository} ${name}`);
const add = (file: string) =>
  addWatched(file, {
    session: { managerOrNull: () => (isOpen ? manager : null) },
    engine: { inspectSource, findDigestBeside },
    settings: () => settings,
  });

async function start(): Promise<WatchService> {
  const profile = at('profile');
  const service = new WatchService({
    profile,
    settings: () => settings,
    add,
    onView: () => undefined,
    log: () => undefined,
    lookMs: 200,
  });
  services.push(service);
  await service.follow();
  return service;
}

beforeEach(async () => {
  base = await tempDir();
  await mkdir(at('in'));
  manager = await openManager(at('store'));
  settings = { ...DEFAULT_SETTINGS, watchFolder: at('in'), watchRepository: 'library/in', watchQuiet: 1 };
  services = [];
  isOpen = true;
});

afterEach(async () => {
  for (const service of services) await service.close();
  await manager.close();
  await base[Symbol.asyncDispose]();
});

describe('files of the watched folder', () => {
  it('become uploads in the repository of the settings, with the digest beside them', async () => {
    await writeFile(at('in/a.tar'), 'a');
    await writeFile(at('in/a.tar.sha256'), EMPTY_DIGEST.slice('sha256:'.length));
    expect(await add(at('in/a.tar'))).toBe('added');
    expect(manager.list()).toMatchObject([{ name: 'a.tar', repository: 'library/in', expected: EMPTY_DIGEST }]);
  });

  it('that are being uploaded already are not uploaded twice; another file of that name waits', async () => {
    await writeFile(at('in/a.tar'), 'a');
    expect(await add(at('in/a.tar'))).toBe('added');
    expect(await add(at('in/a.tar'))).toBe('added');
    await writeFile(at('in/a.tar'), 'longer');
    expect(await add(at('in/a.tar'))).toBe('busy');
    expect(manager.list()).toHaveLength(1);
  });

  it('wait for a store, and for a repository', async () => {
    await writeFile(at('in/a.tar'), 'a');
    isOpen = false;
    expect(await add(at('in/a.tar'))).toBe('noStore');
    isOpen = true;
    settings = { ...settings, watchRepository: '' };
    expect(await add(at('in/a.tar'))).toBe('noRepository');
    expect(manager.list()).toEqual([]);
  });
});

describe('the watched folder of the settings', () => {
  it('is followed when they change, and its files are added once over restarts', async () => {
    await writeFile(at('in/a.tar'), 'a');
    settings = { ...settings, watchFolder: '' };
    const service = await start();
    expect(service.view.state.kind).toBe('off');
    settings = { ...settings, watchFolder: at('in'), watchRepository: '' };
    await service.follow();
    await until(() => expect(service.view.state.kind).toBe('noRepository'));
    settings = { ...settings, watchRepository: 'library/in' };
    await service.follow();
    await until(() => expect(uploads()).toEqual(['library/in a.tar']));
    await service.close();
    await manager.cancel(manager.list().map(({ id }) => id)[0] ?? expect.fail('no upload'));
    const again = await start();
    await writeFile(at('in/b.tar'), 'b');
    await until(() => expect(uploads()).toContain('library/in b.tar'));
    await until(() => expect(again.view.added).toBe(1));
    settings = { ...settings, watchFolder: '' };
    await again.follow();
    expect(again.view.state.kind).toBe('off');
  });

  it('is not watched when what it has given cannot be read: it would be added twice', async () => {
    await mkdir(at('profile/watched.log'), { recursive: true });
    await writeFile(at('in/a.tar'), 'a');
    const service = await start();
    expect(service.view.state.kind).toBe('trouble');
    expect(uploads()).toEqual([]);
  });
});
