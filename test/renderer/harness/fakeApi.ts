import { type ErrorInfo, LayerliftError, toErrorInfo } from '../../../shared/errors.ts';
import type { Candidate, Commands, Envelope, LayerliftApi, Snapshot, StatePatch } from '../../../shared/ipc.ts';
import { DEFAULT_SETTINGS } from '../../../shared/settings.ts';
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
  offer(candidates: readonly Candidate[]): void;
}

export const EMPTY_SNAPSHOT: Snapshot = {
  seq: 0,
  uploads: [],
  store: { root: '/srv/registry/Build store', freeBytes: 412e9, state: { kind: 'open' } },
  settings: { ...DEFAULT_SETTINGS, store: '/srv/registry/Build store' },
  digester: { backend: 'OpenSSL 3', algorithms: ['sha256', 'sha384', 'sha512'] },
  notices: [],
  version: '0.1.0',
};

/** The preload script's API over plain objects: a snapshot, answers to commands, and patches pushed by hand. */
export function createFakeApi(snapshot: Partial<Snapshot> = {}, answers: Answers = {}): FakeApi {
  const current: Snapshot = { ...EMPTY_SNAPSHOT, ...snapshot };
  const calls: [string, ...unknown[]][] = [];
  const patchListeners = new Set<(patch: StatePatch) => void>();
  const offerListeners = new Set<(candidates: readonly Candidate[]) => void>();
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
    offer(candidates) {
      for (const listener of offerListeners) listener(candidates);
    },
    onPatch(listener) {
      patchListeners.add(listener);
      return () => patchListeners.delete(listener);
    },
    onOffered(listener) {
      offerListeners.add(listener);
      return () => offerListeners.delete(listener);
    },
    inspectFiles: async (files) => {
      calls.push(['inspectFiles', ...files.map((file) => file.name)]);
      const answer = answers['files:inspect'];
      return { ok: true, value: answer === undefined ? [] : answer(files.map((file) => file.name)) };
    },
    'state:snapshot': command('state:snapshot', () => ({ ...current, settings, seq })),
    'files:choose': command('files:choose', none),
    'files:offered': command('files:offered', none),
    'uploads:add': command('uploads:add', none),
    'uploads:pause': command('uploads:pause', none),
    'uploads:resume': command('uploads:resume', none),
    'uploads:finish': command('uploads:finish', none),
    'uploads:cancel': command('uploads:cancel', none),
    'uploads:verify': command('uploads:verify', none),
    'uploads:renew': command('uploads:renew', none),
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
    'store:choose': command('store:choose', () => true),
    'store:open': command('store:open', nothing),
  };
}
