import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ContentsReader } from '../../electron/engine/contents/contentsReader.ts';
import { probeStore } from '../../electron/engine/uploads/probeStore.ts';
import type { UploadManager } from '../../electron/engine/uploads/uploadManager.ts';
import { contentsHandlers } from '../../electron/ipc/contentsHandlers.ts';
import type { Desktop } from '../../electron/ipc/desktop.ts';
import { storeHandlers } from '../../electron/ipc/storeHandlers.ts';
import { Tokens } from '../../electron/ipc/tokens.ts';
import { uploadHandlers } from '../../electron/ipc/uploadHandlers.ts';
import { StoreSession, type StoreTarget } from '../../electron/storeSession.ts';
import type { Contents } from '../../shared/contents.ts';
import { EMPTY_DIGEST } from '../../shared/digest.ts';
import type { AddItem, StoreView } from '../../shared/ipc.ts';
import { parseUploadId, type UploadId } from '../../shared/names.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../shared/settings.ts';
import { isEnded } from '../../shared/upload.ts';
import { tarOf } from '../support/contents/tars.ts';
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
  chooseFolders: async () => [],
  readText: async () => '',
  home: '/home/person',
  chooseFile: async () => chosenFile,
  chooseTarget: async () => null,
  chooseFolder: async () => chosenFolder,
  chooseWatched: async () => chosenFolder,
  reveal: (file) => void desktopDid.push(['reveal', file]),
  copyText: async (text) => void desktopDid.push(['copy', text]),
  askQuit: async () => ({ quit: true, askAgain: true }),
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
    calm: async () => undefined,
    log: () => undefined,
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
    const request = {
      repository: 'a',
      finishBySelf: false,
      items: [{ token: await issue('a'), digest: null, repository: null }],
    };
    await expect(uploads()['uploads:add'](request)).rejects.toMatchObject({ code: 'STORE_CLOSED' });
    expect(() => uploads()['uploads:pause']([UNKNOWN])).toThrow('no store is open');
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

  const add = async (items: (Pick<AddItem, 'token' | 'digest'> & Partial<AddItem>)[], finishBySelf = true) =>
    uploads()['uploads:add']({
      repository: 'library/a',
      finishBySelf,
      items: items.map((item) => ({ repository: null, ...item })),
    });
  const settle = (id: UploadId | null, kind: string) =>
    vi.waitFor(() => expect(session.uploads().find((one) => one.id === id)?.status.kind).toBe(kind), {
      timeout: 10_000,
    });

  it('add each item alone, spend its token, and remember the choice', async () => {
    const good = await issue('good');
    const bad = await issue('bad digest');
    const outcomes = await add([
      { token: good, digest: EMPTY_DIGEST },
      { token: bad, digest: 'sha256:XYZ' },
      { token: '00000000-0000-4000-8000-000000000000', digest: null },
    ]);
    expect(outcomes.map(({ error }) => error?.code ?? null)).toEqual([null, 'DIGEST_INVALID', 'SOURCE_NOT_FOUND']);
    expect(session.uploads()).toHaveLength(1);
    expect(tokens.take(good)).toBeNull();
    // It is still to be had, with the right digest.
    expect(tokens.take(bad)).not.toBeNull();
    expect(remembered).toEqual([{ repository: 'library/a', finishBySelf: true }]);
    await settle(outcomes[0]?.id ?? null, 'finished');
  });

  it('add a file once when the same is said several times at the same moment', async () => {
    const token = await issue('once');
    const outcomes = await Promise.all([1, 2, 3].map(() => add([{ token, digest: null }], false)));
    const codes = outcomes.flat().map(({ error }) => error?.code ?? null);
    expect(codes.sort()).toEqual(['SOURCE_NOT_FOUND', 'SOURCE_NOT_FOUND', null]);
    expect(session.uploads()).toHaveLength(1);
  });

  it('add an item to a repository of its own', async () => {
    const outcomes = await add([
      { token: await issue('own'), digest: null, repository: 'library/own' },
      { token: await issue('shared'), digest: null },
      { token: await issue('wrong'), digest: null, repository: '../outside' },
    ]);
    expect(outcomes.map(({ error }) => error?.code ?? null)).toEqual([null, null, 'REPOSITORY_INVALID']);
    expect(
      session
        .uploads()
        .map(({ name, repository }) => [name, repository])
        .sort(),
    ).toEqual([
      ['own', 'library/own'],
      ['shared', 'library/a'],
    ]);
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
      items: [{ token: await issue('a'), digest: null, repository: null }],
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

  it('tell and copy the story of an upload, also of one that is off the list', async () => {
    const [added] = await add([{ token: await issue('a'), digest: null }]);
    const id = added?.id ?? UNKNOWN;
    await settle(id, 'finished');
    uploads()['uploads:dismiss']([id]);
    const story = await uploads()['uploads:story'](id);
    expect(story.events.map(({ type }) => type)).toEqual(['added', 'finished']);
    await uploads()['uploads:copyStory'](id, { kind: 'text', language: 'en' });
    await uploads()['uploads:copyStory'](id, { kind: 'json' });
    await uploads()['uploads:copyStory'](id, { kind: 'text', language: 'de' });
    const [text = '', json = '', german = ''] = desktopDid.map((did) => String(Array.isArray(did) ? did[1] : ''));
    const lines = text.split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z {2}Added\. .*, 0 B\.$/);
    expect(lines[1]).toMatch(/Verified and finished in [\d.]+ m?s with 0 B re-read/);
    expect(german.split('\n')[0]).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z {2}Hinzugefügt\. .*, 0 B\.$/);
    expect(german).toMatch(/Geprüft und abgeschlossen in [\d,]+ m?s, dabei 0 B neu gelesen/);
    expect(JSON.parse(json)).toMatchObject([{ type: 'added' }, { type: 'finished', rehashed: 0 }]);
    expect((await uploads()['uploads:story'](UNKNOWN)).events).toEqual([]);
  });

  it('look inside of an upload, wherever its bytes lie', async () => {
    const [added] = await add(
      [{ token: await issue('a', tarOf({ path: 'b/c' }).toString('latin1')), digest: null }],
      false,
    );
    const id = added?.id ?? UNKNOWN;
    const reader = new ContentsReader(pathToFileURL(path.resolve('out/main/contentsWorker.js')));
    const look = contentsHandlers({ session, reader })['uploads:contents'];
    const done = async (): Promise<Contents> => {
      for (;;) {
        const contents = await look({ id, query: '', open: [] });
        if (contents.state === 'done') return contents;
      }
    };
    try {
      await settle(id, 'ready');
      expect(await done()).toMatchObject({ format: 'tar', packing: 'none', entries: 1, rows: [{ name: 'b' }] });
      await reader.close();
      await uploads()['uploads:finish']([id]);
      await settle(id, 'finished');
      expect(await done()).toMatchObject({ format: 'tar', entries: 1 });
      await expect(look({ id: UNKNOWN, query: '', open: [] })).rejects.toMatchObject({ code: 'UPLOAD_UNKNOWN' });
    } finally {
      await reader.close();
    }
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
