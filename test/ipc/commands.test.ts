import { mkdir, rename, rmdir, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { probeStore } from '../../electron/engine/uploads/probeStore.ts';
import type { UploadManager } from '../../electron/engine/uploads/uploadManager.ts';
import { catalogHandlers } from '../../electron/ipc/catalogHandlers.ts';
import type { Desktop } from '../../electron/ipc/desktop.ts';
import { storeHandlers } from '../../electron/ipc/storeHandlers.ts';
import { Tokens } from '../../electron/ipc/tokens.ts';
import { uploadHandlers } from '../../electron/ipc/uploadHandlers.ts';
import { StoreSession, type StoreTarget } from '../../electron/storeSession.ts';
import { EMPTY_DIGEST } from '../../shared/digest.ts';
import type { StoreView } from '../../shared/ipc.ts';
import { parseUploadId, type UploadId } from '../../shared/names.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../shared/settings.ts';
import { isEnded } from '../../shared/upload.ts';
import { CATALOG_SCRIPT, openManager, WORKER_SCRIPT } from '../support/managers.ts';
import { type TempDir, tempDir } from '../support/tempDir.ts';

const UNKNOWN = parseUploadId('00000000-0000-4000-8000-00000000000a');

let folder: TempDir;
let session: StoreSession;
let store: string;
let tokens: Tokens;
let remembered: unknown[];
let desktopDid: unknown[];
let chosenFile: string | null;
let chosenFolder: string | null;
let states: string[];
let settings: Settings;
let managers: UploadManager[];

const desktop: Desktop = {
  chooseFiles: async () => [],
  chooseFile: async () => chosenFile,
  chooseFolder: async () => chosenFolder,
  reveal: (file) => void desktopDid.push(['reveal', file]),
  copyText: async (text) => void desktopDid.push(['copy', text]),
};
function startSession(target: StoreTarget): StoreSession {
  return new StoreSession(target, {
    engine: {
      openManager: async (options) => {
        const manager = await openManager(options.root, options);
        managers.push(manager);
        return manager;
      },
    },
    workerScript: WORKER_SCRIPT,
    catalogScript: CATALOG_SCRIPT,
    settings: () => settings,
    onUploads: () => undefined,
    onCatalog: () => undefined,
    onStore: () => states.push(session.view().state.kind),
    log: () => undefined,
    lookMs: 20,
  });
}
const uploads = () =>
  uploadHandlers({
    session,
    tokens,
    desktop,
    remember: async (choice) => remembered.push(choice),
    log: () => undefined,
  });
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

async function issue(name: string, content = ''): Promise<string> {
  const file = path.join(folder.path, name);
  await writeFile(file, content);
  return tokens.issue(file);
}

beforeEach(async () => {
  folder = await tempDir();
  store = path.join(folder.path, 'store');
  tokens = new Tokens(100);
  remembered = [];
  desktopDid = [];
  states = [];
  settings = DEFAULT_SETTINGS;
  managers = [];
  chosenFile = null;
  chosenFolder = null;
  session = startSession({ root: store, creation: 'whenEmpty' });
});
afterEach(async () => {
  await session.close();
  await folder[Symbol.asyncDispose]();
});

describe('commands without an open store', () => {
  it('fail with STORE_CLOSED', async () => {
    const request = { repository: 'a', finishBySelf: false, items: [{ token: await issue('a'), digest: null }] };
    await expect(uploads()['uploads:add'](request)).rejects.toMatchObject({ code: 'STORE_CLOSED' });
    expect(() => uploads()['uploads:pause']([UNKNOWN])).toThrow('no store is open');
    expect(() => catalog()['catalog:layers']('library/a', 0)).toThrow('no store is open');
    expect(() => catalog()['catalog:reveal'](EMPTY_DIGEST)).toThrow('no store is open');
  });
});

describe('settings', () => {
  it('that change while a store is open count from then on', async () => {
    session.followSettings();
    await session.open();
    const [manager] = managers;
    if (manager === undefined) throw new Error('no manager');
    const verifyExisting = vi.spyOn(manager, 'setVerifyExisting');
    const concurrency = vi.spyOn(manager, 'setConcurrency');
    settings = { ...DEFAULT_SETTINGS, verifyExisting: true, concurrency: 5 };
    session.followSettings();
    expect(verifyExisting.mock.calls).toEqual([[true]]);
    expect(concurrency.mock.calls).toEqual([[5]]);
  });
});

describe('commands on uploads', () => {
  beforeEach(() => session.open());

  const add = async (items: { token: string; digest: string | null }[], finishBySelf = true) =>
    uploads()['uploads:add']({ repository: 'library/a', finishBySelf, items });
  const settle = (id: UploadId | null, kind: string) =>
    vi.waitFor(() => expect(session.uploads().find((one) => one.id === id)?.status.kind).toBe(kind), {
      timeout: 10_000,
    });

  it('add each item alone, spend its token, and remember the choice', async () => {
    const good = await issue('good');
    const outcomes = await add([
      { token: good, digest: EMPTY_DIGEST },
      { token: await issue('bad digest'), digest: 'sha256:XYZ' },
      { token: '00000000-0000-4000-8000-000000000000', digest: null },
    ]);
    expect(outcomes.map(({ error }) => error?.code ?? null)).toEqual([null, 'DIGEST_INVALID', 'SOURCE_NOT_FOUND']);
    expect(session.uploads()).toHaveLength(1);
    expect(tokens.pathOf(good)).toBeNull();
    expect(remembered).toEqual([{ repository: 'library/a', finishBySelf: true }]);
    await settle(outcomes[0]?.id ?? null, 'finished');
  });

  it('renew each alone, and say of which it was not possible', async () => {
    const [added] = await add([{ token: await issue('a'), digest: null }], false);
    const id = added?.id ?? UNKNOWN;
    await settle(id, 'ready');
    const before = session.uploads()[0]?.purgeAt ?? Number.NaN;
    const outcomes = await uploads()['uploads:renew']([id, UNKNOWN]);
    expect(outcomes.map(({ error }) => error?.code ?? null)).toEqual([null, 'UPLOAD_UNKNOWN']);
    expect(session.uploads()[0]?.purgeAt).toBeGreaterThanOrEqual(before);
  });

  it('refuse a repository outside the grammar as a whole', async () => {
    const request = {
      repository: 'Not A Name',
      finishBySelf: false,
      items: [{ token: await issue('a'), digest: null }],
    };
    await expect(uploads()['uploads:add'](request)).rejects.toMatchObject({ code: 'REPOSITORY_INVALID' });
    expect(remembered).toEqual([]);
  });

  it('answer for each upload alone', async () => {
    const [added] = await add([{ token: await issue('a', 'x'), digest: null }], false);
    await settle(added?.id ?? null, 'ready');
    const ids = [UNKNOWN, ...(added?.id ? [added.id] : [])];
    const outcomes = await uploads()['uploads:finish'](ids);
    expect(outcomes.map(({ error }) => error?.code ?? null)).toEqual(['UPLOAD_UNKNOWN', null]);
    await settle(added?.id ?? null, 'finished');
    uploads()['uploads:dismiss'](ids);
    expect(session.uploads().filter(({ status }) => isEnded(status))).toEqual([]);
    expect(await uploads()['history:list']()).toHaveLength(1);
  });

  it('reveal and copy what there is', async () => {
    const [added] = await add([{ token: await issue('a'), digest: EMPTY_DIGEST }]);
    const id = added?.id ?? UNKNOWN;
    await settle(id, 'finished');
    await uploads()['uploads:copyDigest'](id);
    await uploads()['uploads:reveal'](id);
    const hex = EMPTY_DIGEST.slice('sha256:'.length);
    const blob = path.join(store, 'docker/registry/v2/blobs/sha256', hex.slice(0, 2), hex, 'data');
    expect(desktopDid).toEqual([
      ['copy', EMPTY_DIGEST],
      ['reveal', blob],
    ]);
    await expect(uploads()['uploads:copyDigest'](UNKNOWN)).rejects.toMatchObject({ code: 'UPLOAD_UNKNOWN' });
  });

  it('copy and reveal the places that an inspection finds, and no others', async () => {
    const [added] = await add([{ token: await issue('a', 'x'), digest: null }], false);
    const id = added?.id ?? UNKNOWN;
    await settle(id, 'ready');
    const { folder: at, source } = await uploads()['uploads:inspect'](id);
    await uploads()['uploads:copyPath'](id, { kind: 'folder' });
    await uploads()['uploads:copyPath'](id, { kind: 'source' });
    await uploads()['uploads:revealPlace'](id, { kind: 'file', name: 'hashstates/sha256/1' });
    expect(desktopDid).toEqual([
      ['copy', at],
      ['copy', source?.path],
      ['reveal', path.join(at, 'hashstates/sha256/1')],
    ]);
    expect(source?.path).toBe(path.join(folder.path, 'a'));
    for (const name of ['../../../../../../../../etc/passwd', 'hashstates/sha256/2', 'layerlift.checkpoints.old', '']) {
      const asked = uploads()['uploads:revealPlace'](id, { kind: 'file', name });
      await expect(asked).rejects.toMatchObject({ code: 'PATH_NOT_FOUND' });
    }
    await expect(uploads()['uploads:inspect'](UNKNOWN)).rejects.toMatchObject({ code: 'UPLOAD_UNKNOWN' });
  });

  it('attach nothing when the dialog is closed', async () => {
    const [added] = await add([{ token: await issue('a'), digest: null }], false);
    expect(await uploads()['uploads:attach'](added?.id ?? UNKNOWN)).toBe(false);
  });
});

describe('commands on repositories', () => {
  beforeEach(() => session.open());

  it('show a layer as soon as its upload is finished, copy its names and reveal its blob', async () => {
    await uploads()['uploads:add']({
      repository: 'library/a',
      finishBySelf: true,
      items: [{ token: await issue('a'), digest: EMPTY_DIGEST }],
    });
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
    const file = path.join(folder.path, 'large.tar');
    await writeFile(file, '');
    await truncate(file, 2 ** 33);
    session.manager().setRateLimit(50_000_000);
    const [added] = await uploads()['uploads:add']({
      repository: 'library/a',
      finishBySelf: false,
      items: [{ token: tokens.issue(file), digest: null }],
    });
    await vi.waitFor(() => expect(session.uploads()[0]?.offset).toBeGreaterThan(0), 10_000);
    await stores()['stores:switch'](other());
    expect(session.view()).toMatchObject({ root: other(), state: { kind: 'open' } });
    expect(session.uploads()).toEqual([]);
    await stores()['stores:switch'](store);
    const [back] = session.uploads();
    expect(back).toMatchObject({ id: added?.id, status: { kind: 'paused', reason: 'quit' } });
    expect(back?.checkpointed).toBe(back?.offset);
    expect(back?.offset).toBeGreaterThan(0);
  });

  it('find what waited for its turn paused, not as after a crash', async () => {
    await openOther();
    settings = { ...settings, concurrency: 1 };
    await stores()['stores:switch'](store);
    session.manager().setRateLimit(10_000_000);
    const items = await Promise.all(
      [1, 2, 3].map(async (n) => {
        const file = path.join(folder.path, `large-${n}.tar`);
        await writeFile(file, '');
        await truncate(file, 2 ** 33);
        return { token: tokens.issue(file), digest: null };
      }),
    );
    await uploads()['uploads:add']({ repository: 'library/a', finishBySelf: false, items });
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

describe('the store of the session', () => {
  it('is made where nothing is, and shows its states', async () => {
    await session.open();
    expect(states.slice(0, 2)).toEqual(['opening', 'open']);
    expect(session.digester().algorithms).toContain('sha256');
    await vi.waitFor(() => expect(session.view().freeBytes).toBeGreaterThan(0));
    await session.close();
    expect(problem(session.view())).toBe('STORE_CLOSED');
  });

  it('is not made again where a disk is missing', async () => {
    session = startSession({ root: store, creation: 'never' });
    await session.open();
    expect(problem(session.view())).toBe('STORE_MISSING');
    await stores()['store:open'](false);
    expect(problem(session.view())).toBe('STORE_MISSING');
    await stores()['store:open'](true);
    expect(session.view().state.kind).toBe('open');
  });

  it('becomes a foreign folder only when a person says so, and is remembered then', async () => {
    await session.open();
    chosenFolder = folder.path;
    expect(await stores()['store:choose']()).toBe(true);
    expect(problem(session.view())).toBe('STORE_NOT_A_STORE');
    expect(session.uploads()).toEqual([]);
    expect(settings).toEqual(DEFAULT_SETTINGS);
  });

  it('is remembered once the chosen folder opens', async () => {
    await session.open();
    await writeFile(path.join(folder.path, 'other'), '');
    chosenFolder = folder.path;
    const handlers = stores();
    await handlers['store:choose']();
    await handlers['store:open'](true);
    expect(session.view()).toMatchObject({ root: folder.path, state: { kind: 'open' } });
    expect(settings).toMatchObject({ store: folder.path, stores: [{ root: folder.path, name: '' }] });
    chosenFolder = null;
    expect(await handlers['store:choose']()).toBe(false);
  });

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

  it('has one owner at a time, however fast people are', async () => {
    await Promise.all([session.open(), session.open(), session.open()]);
    expect(session.view().state.kind).toBe('open');
    const second = startSession({ root: store, creation: 'never' });
    await second.open();
    expect(problem(second.view())).toBe('STORE_LOCKED');
    await session.close();
    await second.open();
    expect(second.view().state.kind).toBe('open');
    await second.close();
  });
});
