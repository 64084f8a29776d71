import type { AboutView, UpdateView } from '../../../shared/about.ts';
import { type ErrorInfo, LayerliftError, toErrorInfo } from '../../../shared/errors.ts';
import { type IntakeView, NOTHING_LEFT_OUT } from '../../../shared/intake.ts';
import type { Candidate, Commands, Envelope, LayerliftApi, Offer, Snapshot, StatePatch } from '../../../shared/ipc.ts';
import type { MenuCommand } from '../../../shared/menuCommands.ts';
import type { UploadId } from '../../../shared/names.ts';
import { DEFAULT_SETTINGS } from '../../../shared/settings.ts';
import { WATCH_OFF } from '../../../shared/watch.ts';
import { contentsOf } from './contents.ts';
import { detailsOf, storyOf, upload as uploadOf } from './fixtures.ts';

type Answers = { [Name in keyof Commands]?: (...args: Parameters<Commands[Name]>) => ReturnType<Commands[Name]> };

export interface FakeApi extends LayerliftApi<File> {
  /** Every command that was given, with its arguments. */
  readonly calls: readonly (readonly [name: string, ...args: unknown[]])[];
  /** Pushes a patch that counts on from the one before. */
  push(patch: Omit<StatePatch, 'seq'>): void;
  /** Pushes a patch with a `seq` of its own, for gaps and repeats. */
  pushRaw(patch: StatePatch): void;
  /** As the app's menu does. */
  wantStore(): void;
  offer(candidates: readonly Candidate[], parts?: Partial<Offer>): void;
  /** Tells of files on their way. */
  intake(view: IntakeView | null): void;
  /** Pushes where an update stands. */
  pushUpdates(view: UpdateView): void;
  /** The menu's *About*. */
  showAbout(): void;
  /** What the application menu was told to be possible last; told so often that it is not among the calls. */
  possible(): readonly MenuCommand[];
  /** Chooses something in the application menu. */
  choose(command: MenuCommand): void;
  /** Asks the window to show an upload. */
  show(id: UploadId): void;
}

export const EMPTY_SNAPSHOT: Snapshot = {
  seq: 0,
  uploads: [],
  store: { root: '/srv/registry/Build store', freeBytes: 412e9, state: { kind: 'open' } },
  settings: { ...DEFAULT_SETTINGS, store: '/srv/registry/Build store' },
  digester: { backend: 'OpenSSL 3', algorithms: ['sha256', 'sha384', 'sha512'] },
  watch: WATCH_OFF,
  notices: [],
  version: '0.1.0',
  catalog: { state: 'read', error: null },
  repositories: [],
  verifications: [],
};

export const ABOUT: AboutView = {
  version: '0.1.0',
  testBuild: false,
  electron: '45.4.1',
  chromium: '152.0.7871.46',
  node: '24.18.0',
  updates: { kind: 'idle' },
};

/** An offer of these candidates, of folders that had nothing else. */
export function offerOf(candidates: readonly Candidate[], parts: Partial<Offer> = {}): Offer {
  return { candidates, leftOut: NOTHING_LEFT_OUT, error: null, ...parts };
}

/** The preload script's API over plain objects: a snapshot, answers to commands, and patches pushed by hand. */
export function createFakeApi(snapshot: Partial<Snapshot> = {}, answers: Answers = {}): FakeApi {
  const current: Snapshot = { ...EMPTY_SNAPSHOT, ...snapshot };
  const calls: [string, ...unknown[]][] = [];
  const patchListeners = new Set<(patch: StatePatch) => void>();
  const wantedListeners = new Set<() => void>();
  const offerListeners = new Set<(offer: Offer) => void>();
  const intakeListeners = new Set<(intake: IntakeView | null) => void>();
  const updateListeners = new Set<(view: UpdateView) => void>();
  const aboutListeners = new Set<() => void>();
  const menuListeners = new Set<(command: MenuCommand) => void>();
  const showListeners = new Set<(id: UploadId) => void>();
  let possible: readonly MenuCommand[] = [];
  let seq = current.seq;
  let { settings } = current;

  const command =
    <Name extends keyof Commands>(
      name: Name,
      fallback: (...args: Parameters<Commands[Name]>) => ReturnType<Commands[Name]>,
    ) =>
    async (...args: Parameters<Commands[Name]>): Promise<Envelope<ReturnType<Commands[Name]>>> => {
      calls.push([name, ...args]);
      try {
        const answer = answers[name];
        return { ok: true, value: answer === undefined ? fallback(...args) : answer(...args) };
      } catch (error) {
        return { ok: false, error: toErrorInfo(error) satisfies ErrorInfo };
      }
    };
  const nothing = () => undefined;
  const none = () => [];

  return {
    calls,
    platform: 'linux',
    push(patch) {
      seq += 1;
      for (const listener of patchListeners) listener({ seq, ...patch });
    },
    pushRaw(patch) {
      seq = patch.seq;
      for (const listener of patchListeners) listener(patch);
    },
    offer(candidates, parts) {
      for (const listener of offerListeners) listener(offerOf(candidates, parts));
    },
    intake(view) {
      for (const listener of intakeListeners) listener(view);
    },
    pushUpdates(view) {
      for (const listener of updateListeners) listener(view);
    },
    showAbout() {
      for (const listener of aboutListeners) listener();
    },
    onUpdates(listener) {
      updateListeners.add(listener);
      return () => updateListeners.delete(listener);
    },
    onShowAbout(listener) {
      aboutListeners.add(listener);
      return () => aboutListeners.delete(listener);
    },
    choose(command) {
      for (const listener of menuListeners) listener(command);
    },
    onMenu(listener) {
      menuListeners.add(listener);
      return () => menuListeners.delete(listener);
    },
    show(id) {
      for (const listener of showListeners) listener(id);
    },
    onShow(listener) {
      showListeners.add(listener);
      return () => showListeners.delete(listener);
    },
    onPatch(listener) {
      patchListeners.add(listener);
      return () => patchListeners.delete(listener);
    },
    onStoreWanted(listener) {
      wantedListeners.add(listener);
      return () => wantedListeners.delete(listener);
    },
    wantStore() {
      for (const listener of wantedListeners) listener();
    },
    onOffered(listener) {
      offerListeners.add(listener);
      return () => offerListeners.delete(listener);
    },
    onIntake(listener) {
      intakeListeners.add(listener);
      return () => intakeListeners.delete(listener);
    },
    inspectFiles: async (files) => {
      calls.push(['inspectFiles', ...files.map((file) => file.name)]);
      const answer = answers['files:inspect'];
      return { ok: true, value: answer === undefined ? offerOf([]) : answer(files.map((file) => file.name)) };
    },
    'state:snapshot': command('state:snapshot', () => ({ ...current, settings, seq })),
    'files:choose': command('files:choose', () => offerOf([])),
    'files:chooseFolders': command('files:chooseFolders', () => offerOf([])),
    'files:paste': command('files:paste', () => offerOf([])),
    'files:proceed': command('files:proceed', nothing),
    'files:stop': command('files:stop', nothing),
    'files:offered': command('files:offered', none),
    'uploads:add': command('uploads:add', none),
    'uploads:pause': command('uploads:pause', none),
    'uploads:resume': command('uploads:resume', none),
    'uploads:startNow': command('uploads:startNow', none),
    'uploads:move': command('uploads:move', nothing),
    'uploads:finish': command('uploads:finish', none),
    'uploads:cancel': command('uploads:cancel', none),
    'uploads:verify': command('uploads:verify', none),
    'uploads:renew': command('uploads:renew', none),
    'uploads:stopRetrying': command('uploads:stopRetrying', none),
    'uploads:setFinishBySelf': command('uploads:setFinishBySelf', none),
    'uploads:setExpected': command('uploads:setExpected', nothing),
    'uploads:attach': command('uploads:attach', () => true),
    'uploads:reveal': command('uploads:reveal', nothing),
    'uploads:inspect': command('uploads:inspect', (id) => {
      const upload = current.uploads.find((one) => one.id === id);
      if (upload === undefined) throw new LayerliftError('UPLOAD_UNKNOWN', 'no such upload', { id });
      return detailsOf(upload);
    }),
    'uploads:revealPlace': command('uploads:revealPlace', nothing),
    'uploads:copyPath': command('uploads:copyPath', nothing),
    'uploads:copyDigest': command('uploads:copyDigest', nothing),
    'uploads:story': command('uploads:story', (id) => {
      const upload = current.uploads.find((one) => one.id === id);
      return storyOf(upload ?? { ...uploadOf(), id });
    }),
    'uploads:copyStory': command('uploads:copyStory', nothing),
    'uploads:contents': command('uploads:contents', contentsOf),
    'uploads:dismiss': command('uploads:dismiss', nothing),
    'history:list': command('history:list', none),
    'settings:change': command('settings:change', (change) => {
      settings = { ...settings, ...change };
      return settings;
    }),
    'menu:offer': async (commands) => {
      possible = commands;
      return { ok: true, value: undefined };
    },
    possible: () => possible,
    'log:read': command('log:read', none),
    'log:export': command('log:export', () => true),
    'store:choose': command('store:choose', () => true),
    'store:open': command('store:open', nothing),
    'store:useSuggested': command('store:useSuggested', nothing),
    'stores:list': command('stores:list', none),
    'stores:switch': command('stores:switch', nothing),
    'stores:describe': command('stores:describe', nothing),
    'stores:forget': command('stores:forget', nothing),
    'catalog:layers': command('catalog:layers', (_name, from) => ({ from, total: 0, layers: [], problems: [] })),
    'catalog:refresh': command('catalog:refresh', nothing),
    'catalog:verify': command('catalog:verify', nothing),
    'catalog:stopVerifying': command('catalog:stopVerifying', nothing),
    'catalog:copy': command('catalog:copy', nothing),
    'catalog:reveal': command('catalog:reveal', nothing),
    'app:about': command('app:about', () => ABOUT),
    'app:licences': command('app:licences', () => 'react 19.3.1 (MIT)\n\nPermission is hereby granted …\n'),
    'app:reportViolation': command('app:reportViolation', nothing),
    'updates:check': command('updates:check', nothing),
    'updates:install': command('updates:install', nothing),
    'watch:choose': command('watch:choose', () => true),
    'watch:stop': command('watch:stop', nothing),
  };
}
