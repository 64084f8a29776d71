import { mkdir, rename, rmdir, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { probeStore } from '../../electron/engine/uploads/probeStore.ts';
import { catalogHandlers } from '../../electron/ipc/catalogHandlers.ts';
import { storeHandlers } from '../../electron/ipc/storeHandlers.ts';
import { StoreSession, type StoreTarget } from '../../electron/storeSession.ts';
import { EMPTY_DIGEST } from '../../shared/digest.ts';
import type { StoreView } from '../../shared/ipc.ts';
import { parseRepositoryName } from '../../shared/names.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../shared/settings.ts';
import type { UploadView } from '../../shared/upload.ts';
import { CATALOG_SCRIPT, openManager, WORKER_SCRIPT } from '../support/managers.ts';
import { type TempDir, tempDir } from '../support/tempDir.ts';

let folder: TempDir;
let session: StoreSession;
let store: string;
let desktopDid: unknown[];
let chosenFolder: string | null;
let settings: Settings;

const desktop = {
  chooseFolder: async () => chosenFolder,
  reveal: (file: string) => void desktopDid.push(['reveal', file]),
  copyText: async (text: string) => void desktopDid.push(['copy', text]),
};
function startSession(target: StoreTarget): StoreSession {
  return new StoreSession(target, {
    engine: { openManager: (options) => openManager(options.root, options) },
    workerScript: WORKER_SCRIPT,
    catalogScript: CATALOG_SCRIPT,
    settings: () => settings,
    onUploads: () => undefined,
    onCatalog: () => undefined,
    onStore: () => undefined,
    calm: async () => undefined,
    log: () => undefined,
    lookMs: 20,
  });
}
const change = async (part: Partial<Settings>): Promise<void> => {
  settings = { ...settings, ...part };
};
const stores = () =>
  storeHandlers({
    session,
    desktop,
    settings: () => settings,
    change,
    suggested: path.join(folder.path, 'home', 'Layerlift'),
    probe: probeStore,
  });
const catalog = () => catalogHandlers({ session, desktop, settings: () => settings });
const problem = ({ state }: StoreView): string | null => (state.kind === 'closed' ? state.error.code : null);

/** Begins the upload of a file of `size` zeros, which takes no room. */
async function add(name: string, size: number, finishBySelf = false): Promise<UploadView> {
  const sourcePath = path.join(folder.path, name);
  await writeFile(sourcePath, '');
  await truncate(sourcePath, size);
  const repository = parseRepositoryName('library/a');
  return await session.manager().add({ sourcePath, repository, expected: null, finishBySelf });
}

beforeEach(async () => {
  folder = await tempDir();
  store = path.join(folder.path, 'store');
  desktopDid = [];
  settings = DEFAULT_SETTINGS;
  chosenFolder = null;
  session = startSession({ root: store, creation: 'whenEmpty' });
});
afterEach(async () => {
  await session.close();
  await folder[Symbol.asyncDispose]();
});

describe('commands on repositories', () => {
  beforeEach(() => session.open());

  it('show a layer as soon as its upload is finished, copy its names and reveal its blob', async () => {
    await add('empty', 0, true);
    await vi.waitFor(
      () => expect(session.catalogState().repositories).toMatchObject([{ name: 'library/a', layers: 1 }]),
      10_000,
    );
    const page = await catalog()['catalog:layers']('library/a', 0);
    expect(page).toMatchObject({ total: 1, layers: [{ digest: EMPTY_DIGEST, size: 0, fate: 'unreferenced' }] });
    await catalog()['catalog:copy']('library/a', EMPTY_DIGEST, 'digest');
    await catalog()['catalog:copy']('library/a', EMPTY_DIGEST, 'reference');
    catalog()['catalog:reveal'](EMPTY_DIGEST);
    expect(desktopDid).toEqual([
      ['copy', EMPTY_DIGEST],
      ['copy', `library/a@${EMPTY_DIGEST}`],
      ['reveal', expect.stringMatching(/\/blobs\/sha256\/e3\/e3b0[0-9a-f]+\/data$/)],
    ]);
  });

  it('fail with STORE_CLOSED while no store is open', async () => {
    await session.close();
    expect(() => catalog()['catalog:layers']('library/a', 0)).toThrow('no store is open');
    expect(() => catalog()['catalog:reveal'](EMPTY_DIGEST)).toThrow('no store is open');
  });

  it('take only names and digests', () => {
    expect(() => catalog()['catalog:layers']('../etc', 0)).toThrow(/not a repository name/);
    expect(() => catalog()['catalog:verify']('sha256:../../x')).toThrow(/not a digest/);
    expect(() => catalog()['catalog:copy']('library/a', 'latest', 'reference')).toThrow(/not a digest/);
    expect(() => catalog()['catalog:reveal']('/etc/passwd')).toThrow(/not a digest/);
    expect(desktopDid).toEqual([]);
  });
});

describe('several stores', () => {
  const other = () => path.join(folder.path, 'other');
  const openOther = async (): Promise<void> => {
    await session.open();
    chosenFolder = other();
    await mkdir(other());
    await change({ store });
    await stores()['store:choose']();
  };

  it('are listed with what each is, the open one first among equals', async () => {
    await openOther();
    await rename(store, `${store} away`);
    const listed = await stores()['stores:list']();
    expect(listed.map(({ profile, current, kept, error }) => [profile.root, current, kept, error?.code])).toEqual([
      [store, false, true, 'STORE_MISSING'],
      [other(), true, true, undefined],
    ]);
    expect(listed[1]?.freeBytes === null || Number(listed[1]?.freeBytes) > 0).toBe(true);
  });

  it('list the one of the command line, which is not kept', async () => {
    await session.open();
    expect(await stores()['stores:list']()).toMatchObject([{ profile: { root: store }, current: true, kept: false }]);
  });

  it('are switched: what moves is paused with its bytes, and is there again on the way back', async () => {
    await openOther();
    await stores()['stores:switch'](store);
    expect(session.view()).toMatchObject({ root: store, state: { kind: 'open' } });
    expect(settings.store).toBe(store);
    session.manager().setRateLimit(50_000_000);
    const { id } = await add('large.tar', 2 ** 33);
    await vi.waitFor(() => expect(session.uploads()[0]?.offset).toBeGreaterThan(0), 10_000);
    await stores()['stores:switch'](other());
    expect(session.view()).toMatchObject({ root: other(), state: { kind: 'open' } });
    expect(session.uploads()).toEqual([]);
    await stores()['stores:switch'](store);
    const [back] = session.uploads();
    expect(back).toMatchObject({ id, status: { kind: 'paused', reason: 'quit' } });
    expect(back?.checkpointed).toBe(back?.offset);
    expect(back?.offset).toBeGreaterThan(0);
  });

  it('find what waited for its turn paused, not as after a crash', async () => {
    await openOther();
    settings = { ...settings, concurrency: 1 };
    await stores()['stores:switch'](store);
    session.manager().setRateLimit(10_000_000);
    for (const n of [1, 2, 3]) await add(`large-${n}.tar`, 2 ** 33);
    await vi.waitFor(() => expect(session.uploads().some(({ offset }) => offset > 0)).toBe(true), 10_000);
    await stores()['stores:switch'](other());
    await stores()['stores:switch'](store);
    expect(session.uploads().map(({ status }) => status)).toEqual(
      Array.from({ length: 3 }, () => ({ kind: 'paused', reason: 'quit', error: null })),
    );
  });

  it('may be switched to while the disk is missing, which is said', async () => {
    await openOther();
    await rename(store, `${store} away`);
    await stores()['stores:switch'](store);
    expect(problem(session.view())).toBe('STORE_MISSING');
    await rename(`${store} away`, store);
    await vi.waitFor(() => expect(session.view()).toMatchObject({ root: store, state: { kind: 'open' } }), 10_000);
  });

  it('are described and forgotten; a folder that the page makes up is none of them', async () => {
    await openOther();
    const words = { name: 'Other', repository: 'library/base', host: 'registry.example' };
    await stores()['stores:describe'](other(), words);
    expect(settings).toMatchObject({
      stores: [{ root: store }, { root: other(), ...words }],
      repository: 'library/base',
    });
    await catalog()['catalog:copy']('library/a', EMPTY_DIGEST, 'reference');
    expect(desktopDid).toEqual([['copy', `registry.example/library/a@${EMPTY_DIGEST}`]]);
    await stores()['stores:forget'](store);
    expect(settings.stores.map(({ root }) => root)).toEqual([other()]);
    for (const command of ['stores:switch', 'stores:forget'] as const) {
      await expect(stores()[command]('/etc')).rejects.toMatchObject({ code: 'IPC_ARGUMENT' });
    }
    await expect(stores()['stores:describe']('/etc', words)).rejects.toMatchObject({ code: 'IPC_ARGUMENT' });
    expect(session.view().root).toBe(other());
  });

  it('begin with the suggested one where nothing is yet, which is kept', async () => {
    session = startSession({ root: '', creation: 'never' });
    await session.open();
    expect(problem(session.view())).toBe('STORE_MISSING');
    expect(await stores()['stores:list']()).toEqual([]);
    await stores()['store:useSuggested']();
    const suggested = path.join(folder.path, 'home', 'Layerlift');
    expect(session.view()).toMatchObject({ root: suggested, state: { kind: 'open' } });
    expect(settings).toMatchObject({ store: suggested, stores: [{ root: suggested }] });
  });
});

describe('a store whose disk comes and goes', () => {
  it('comes back by itself when its disk does', async () => {
    await session.open();
    await session.close();
    await rename(store, `${store} away`);
    session = startSession({ root: store, creation: 'never' });
    await session.open();
    expect(problem(session.view())).toBe('STORE_MISSING');
    // An empty folder in its place is not the store.
    await mkdir(store);
    await stores()['store:open'](false);
    expect(problem(session.view())).toBe('STORE_MISSING');
    await rmdir(store);
    await rename(`${store} away`, store);
    await vi.waitFor(() => expect(session.view().state.kind).toBe('open'), 10_000);
  });

  it('says that it is away while its disk is, and that it is back', async () => {
    await session.open();
    await vi.waitFor(() => expect(session.view().freeBytes).not.toBeNull(), 10_000);
    await rename(store, `${store} away`);
    await vi.waitFor(() => expect(session.view()).toMatchObject({ away: true, freeBytes: null }), 10_000);
    expect((await stores()['stores:list']())[0]).toMatchObject({ current: true, error: { code: 'STORE_MISSING' } });
    await rename(`${store} away`, store);
    await vi.waitFor(() => expect(session.view()).not.toHaveProperty('away'), 10_000);
    expect(session.view().state.kind).toBe('open');
    await vi.waitFor(() => expect(session.view().freeBytes).toBeGreaterThan(0), 10_000);
  });
});
