import type { LayerView, ManifestProblem } from '../../../shared/catalog.ts';
import type { UploadDetails } from '../../../shared/inspection.ts';
import type { IntakeView } from '../../../shared/intake.ts';
import type { Candidate, HistoryEntry, Offer, Snapshot } from '../../../shared/ipc.ts';
import type { LogEntry } from '../../../shared/logEntry.ts';
import type { ListedStore } from '../../../shared/stores.ts';
import type { ProgressTick, Retry, UploadView } from '../../../shared/upload.ts';
import { EMPTY_SNAPSHOT } from './fakeApi.ts';
import {
  candidate,
  DAY,
  detailsOf,
  digestOf,
  EVERY_STATUS,
  errorInfo,
  GB,
  hashStateFile,
  IDENTITY,
  idOf,
  MB,
  upload,
} from './fixtures.ts';
import { logEntries } from './logFixtures.ts';
import { storeScenarios } from './storeScenarios.ts';

/** A state of the window to look at. */
export interface Scenario {
  readonly snapshot?: Partial<Snapshot>;
  readonly candidates?: readonly Candidate[];
  /** What else comes with the candidates. */
  readonly offer?: Partial<Offer>;
  /** Files on their way into the window. */
  readonly intake?: IntakeView;
  readonly ticks?: readonly ProgressTick[];
  readonly history?: readonly HistoryEntry[];
  /** By repository. */
  readonly layers?: (repository: string) => readonly LayerView[];
  readonly manifestProblems?: readonly ManifestProblem[];
  readonly stores?: readonly ListedStore[];
  readonly log?: readonly LogEntry[];
  readonly details?: (view: UploadView) => UploadDetails;
  /** Bytes a second in the minute before, for the first upload, oldest first: one for every half second. */
  readonly speeds?: readonly number[];
}

function tick(n: number, offset: number, bytesPerSecond: number, etaMs: number | null, gap = 0): ProgressTick {
  const checkpointed = offset - gap;
  const hashed = offset - gap / 3;
  return { id: idOf(n), offset, hashed, checkpointed, rehashed: null, read: offset + 16 * MB, bytesPerSecond, etaMs };
}

const ready = { kind: 'ready', digest: digestOf('9') } as const;

const BUSY: readonly ReturnType<typeof upload>[] = [
  upload({ n: 1 }),
  upload({
    n: 2,
    name: 'ubuntu-24.04-cuda-rootfs.tar.zst',
    repository: 'library/ubuntu',
    size: 8.3 * GB,
    offset: 5.9 * GB,
  }),
  upload({
    n: 3,
    name: 'assets-2026-11.tar.gz',
    repository: 'games/assets',
    size: 12.4 * GB,
    offset: 12.4 * GB,
    status: ready,
    expected: digestOf('9'),
  }),
  upload({
    n: 4,
    name: 'nightly-2026-11-22.tar',
    repository: 'backup/nightly-postgres',
    size: 240 * GB,
    offset: 151 * GB,
    hashed: 151 * GB,
    checkpointed: 151 * GB - 38 * MB,
    status: { kind: 'interrupted' },
  }),
  upload({
    n: 5,
    name: 'textures-pack-b.tar.gz',
    repository: 'games/assets',
    size: 9 * GB,
    offset: 3.1 * GB,
    status: { kind: 'paused', reason: 'trouble', error: errorInfo('SOURCE_CHANGED') },
  }),
  upload({
    n: 6,
    name: 'base-rootfs.tar',
    repository: 'library/ubuntu',
    size: 4.1 * GB,
    offset: 0.9 * GB,
    status: { kind: 'paused', reason: 'person', error: null },
  }),
  upload({
    n: 7,
    name: 'a81c6e0f-7c1b-4f0e-9a57-0c5f1f2e3d4c',
    repository: 'library/ubuntu',
    size: null,
    offset: 2.2 * GB,
    hashed: 0,
    checkpointed: 0,
    source: null,
    status: { kind: 'found' },
  }),
];

const BUSY_TICKS = [tick(1, 18.6 * GB, 1.21 * GB, 18_000, 60 * MB), tick(2, 5.9 * GB, 130 * MB, 19_000, 50 * MB)];

const EVERY = EVERY_STATUS.map((status, index) =>
  upload({ n: index + 1, name: `layer-${index + 1}-${status.kind}.tar`, repository: 'every/state', status }),
);

const DEEP = `/media/backup disk/${'containers-of-the-build-farm/'.repeat(9)}rootfs.tar`;

const WATCHED: Retry = { kind: 'watched' };
const RETRIES: readonly (Retry | null)[] = [
  WATCHED,
  WATCHED,
  null,
  null,
  WATCHED,
  { kind: 'at', at: Date.now() + 80_000 },
  WATCHED,
  null,
];

const TROUBLES = [
  errorInfo('SOURCE_NOT_FOUND', { path: DEEP }),
  errorInfo('DISK_FULL', { needed: 21.4 * GB, free: 1.2 * GB }),
  errorInfo('SOURCE_NOT_FOUND', { path: '/data/short.tar' }),
  errorInfo('SOURCE_CHANGED'),
  errorInfo('SOURCE_UNREADABLE'),
  errorInfo('STORAGE_IO'),
  errorInfo('STORE_MISSING', { root: DEEP }),
  errorInfo('WORKER_DIED'),
].map((error, index) =>
  upload({
    n: index + 1,
    name: `layer-${index + 1}.tar`,
    checkpointed: 18.6 * GB - 20 * MB,
    status: { kind: 'paused', reason: 'trouble', error },
    retry: RETRIES[index] ?? null,
  }),
);

/** From now on, because the window compares with the time of the day. */
const endsIn = (hours: number) => Date.now() + hours * 3_600_000;

const NEAR_PURGE: readonly ReturnType<typeof upload>[] = [
  upload({ n: 1, status: { kind: 'paused', reason: 'person', error: null }, purgeAt: endsIn(47) }),
  upload({
    n: 2,
    name: 'ubuntu-24.04-cuda-rootfs-with-everything-in-it.tar.zst',
    repository: 'library/ubuntu',
    status: { kind: 'paused', reason: 'trouble', error: errorInfo('SOURCE_NOT_FOUND', { path: '/data/a.tar' }) },
    purgeAt: endsIn(5),
  }),
  upload({ n: 3, name: 'moving.tar', purgeAt: endsIn(1) }),
  upload({ n: 4, name: 'old.tar', status: { kind: 'interrupted' }, purgeAt: endsIn(-3) }),
  upload({ n: 5, name: 'late.tar', offset: 40 * GB, status: ready, purgeAt: endsIn(100) }),
];

const HOSTILE = [
  'ends\nhere.tar',
  '\u202egnp.rat',
  "quotes \" and 'spaces'   .tar",
  '🐳 whale 👩‍🚀.tar.zst',
  'טבלה של קבצים.tar',
  `${'w'.repeat(251)}.tar`,
  '<img src=x onerror=alert(1)>.tar',
  'nul\u0000tab\tzero\u200bwidth.tar',
];

const FILES: readonly Candidate[] = [
  candidate('weights-00001', { digest: { value: digestOf('1'), from: 'SHA256SUMS' } }),
  candidate('weights-00002', { digest: { value: digestOf('2'), from: 'SHA256SUMS' } }),
  candidate('tokenizer', { name: 'tokenizer.tar.gz', size: 1.9 * GB }),
];

const HISTORY: readonly HistoryEntry[] = Array.from({ length: 40 }, (_, n) => ({
  id: idOf(n + 500),
  repository: n % 3 === 0 ? 'library/ubuntu' : 'backup/nightly-postgres',
  name: n % 3 === 0 ? `rootfs-${n}.tar.zst` : `nightly-2026-11-${n}.tar`,
  size: (n + 1) * 1.7 * GB,
  outcome: n % 7 === 3 ? 'cancelled' : n % 9 === 5 ? 'failed' : 'finished',
  ...(n % 7 !== 3 && n % 9 === 5 && { error: errorInfo('UPLOAD_DAMAGED') }),
  digest: n % 7 === 3 || n % 9 === 5 ? null : digestOf((n % 10).toString()),
  at: DAY - n * 5e6,
  note: n === 1 ? 'A damaged blob with this digest was replaced.' : '',
}));

/** States of every verdict beside ours, a source that has changed. */
function strangeDetails(view: UploadView): UploadDetails {
  const plain = detailsOf(view);
  return {
    ...plain,
    hashStates: [
      hashStateFile(plain.folder, view.offset + 40 * MB, 'stale'),
      hashStateFile(plain.folder, view.offset, 'exact'),
      ...plain.hashStates,
      hashStateFile(plain.folder, 3 * GB, 'foreign'),
      hashStateFile(plain.folder, 12_345, 'torn'),
    ],
    hashStatesLeftOut: 12,
    source: { path: DEEP, size: view.size ?? 0, ...IDENTITY, error: errorInfo('SOURCE_CHANGED', { path: DEEP }) },
  };
}

/** A minute of speed with a dip in it. */
const SPEEDS = Array.from({ length: 120 }, (_, n) => (n > 40 && n < 48 ? 0.1 : 1.1 + 0.15 * Math.sin(n / 6)) * GB);

const settings = { ...EMPTY_SNAPSHOT.settings, repository: 'ml/llama-70b', finishBySelf: true };

/** By name, as in the address: `?scenario=busy`. */
export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  empty: {},
  busy: { snapshot: { uploads: BUSY }, ticks: BUSY_TICKS, history: HISTORY, speeds: SPEEDS },
  crash: {
    snapshot: {
      uploads: BUSY.map((entry) =>
        entry.status.kind === 'moving'
          ? { ...entry, status: { kind: 'interrupted' }, checkpointed: entry.offset - 20 * MB }
          : entry,
      ),
    },
  },
  add: { snapshot: { uploads: BUSY, settings }, ticks: BUSY_TICKS, candidates: FILES },
  addBad: {
    snapshot: { settings: { ...settings, repository: 'Library/Ubuntu' } },
    candidates: [
      ...FILES,
      candidate('folder', { name: 'rootfs', size: null, error: errorInfo('SOURCE_NOT_A_FILE', { kind: 'folder' }) }),
      candidate('secret', { name: 'secret.tar', size: null, error: errorInfo('SOURCE_UNREADABLE') }),
      candidate('again', { name: 'llama-70b-instruct.q8.tar', duplicateOf: idOf(1) }),
      candidate('long', { name: HOSTILE[5] ?? '' }),
    ],
  },
  addMany: {
    snapshot: { settings },
    candidates: Array.from({ length: 3000 }, (_, n) =>
      candidate(`part-${n}`, { size: (n + 1) * MB, folder: `images/${n % 40}/layers` }),
    ),
    offer: { leftOut: { links: 2, special: 1, hidden: 14, partial: 3, checksums: 1 } },
  },
  addOne: { snapshot: { settings }, candidates: FILES.slice(0, 1) },
  addTwelve: {
    snapshot: { settings },
    candidates: Array.from({ length: 12 }, (_, n) => candidate(`part-${n + 1}`, { size: (n + 1) * 70 * MB })),
  },
  addHostile: {
    snapshot: { settings },
    candidates: HOSTILE.map((name, n) => candidate(`hostile-${n}`, { name, folder: 'deep/'.repeat(n * 5) + name })),
  },
  watchTrouble: {
    snapshot: {
      uploads: BUSY,
      settings: {
        ...settings,
        watchFolder: DEEP.slice(0, DEEP.lastIndexOf('/')),
        watchRepository: 'backup/nightly-postgres',
      },
      watch: {
        state: { kind: 'watching' },
        waiting: 3,
        added: 214,
        refused: HOSTILE.slice(1, 4).map((name) => ({ name, error: errorInfo('SOURCE_UNREADABLE') })),
      },
    },
  },
  watchMissing: {
    snapshot: {
      settings: { ...settings, watchFolder: '/media/backup disk/incoming', watchRepository: 'library/incoming' },
      watch: { state: { kind: 'missing' }, waiting: 0, added: 0, refused: [] },
    },
  },
  intakeWalking: { intake: { id: 1, phase: 'walking', found: 12_345, looked: 0 } },
  intakeAsking: { intake: { id: 1, phase: 'asking', found: 3412, looked: 0 } },
  intakeLooking: { snapshot: { uploads: BUSY }, intake: { id: 1, phase: 'looking', found: 3412, looked: 1200 } },
  mismatch: {
    snapshot: {
      uploads: [
        upload({
          n: 1,
          offset: 40 * GB,
          expected: digestOf('b'),
          status: { kind: 'mismatch', expected: digestOf('b'), actual: digestOf('a') },
        }),
        ...BUSY.slice(1),
      ],
    },
  },
  storeMissing: {
    snapshot: {
      store: {
        root: '/media/backup disk/registry',
        freeBytes: null,
        state: { kind: 'closed', error: errorInfo('STORE_MISSING', { root: '/media/backup disk/registry' }) },
      },
    },
  },
  storeLost: {
    snapshot: {
      uploads: BUSY.slice(3),
      store: { root: '/media/disk', freeBytes: null, state: { kind: 'closed', error: errorInfo('STORE_READ_ONLY') } },
    },
  },
  firstRun: {
    snapshot: { store: { root: '', freeBytes: null, state: { kind: 'closed', error: errorInfo('STORE_MISSING') } } },
  },
  inspectStates: {
    snapshot: {
      uploads: [
        upload({
          n: 1,
          checkpointed: 18.6 * GB - 38 * MB,
          status: { kind: 'interrupted' },
          expected: digestOf('7'),
          purgeAt: DAY + 7 * 86_400_000,
        }),
        upload({
          n: 2,
          name: 'small.tar',
          size: 1.2 * GB,
          offset: 0.9 * GB,
          hashed: 0.3 * GB,
          checkpointed: 0.3 * GB,
          status: { kind: 'recovering', done: 250 * MB, total: 600 * MB },
        }),
      ],
    },
    details: strangeDetails,
  },
  ...storeScenarios(BUSY, BUSY_TICKS),
  log: { log: logEntries(DAY) },
  every: { snapshot: { uploads: EVERY } },
  purge: { snapshot: { uploads: NEAR_PURGE } },
  trouble: { snapshot: { uploads: TROUBLES } },
  hostile: {
    snapshot: {
      uploads: HOSTILE.map((name, index) => upload({ n: index + 1, name, repository: `${'deep/'.repeat(index)}end` })),
      notices: [errorInfo('SETTINGS_DAMAGED')],
    },
  },
  timetable: {
    snapshot: {
      uploads: BUSY,
      settings: {
        ...EMPTY_SNAPSHOT.settings,
        rateLimit: 100 * MB,
        rateTimetable: {
          on: true,
          rules: [
            { days: [1, 2, 3, 4, 5], from: 8 * 60, to: 18 * 60, bytesPerSecond: 5 * MB },
            { days: [0, 5, 6], from: 22 * 60, to: 6 * 60, bytesPerSecond: 0 },
          ],
        },
      },
    },
    ticks: [tick(1, 18.6 * GB, 1.2e8, 18_000, 30 * MB)],
  },
  /** As many as the window has to take without being felt. */
  thousands: {
    snapshot: {
      uploads: Array.from({ length: 10_000 }, (_, n) =>
        upload({
          n: n + 1,
          name: `layer-${((n * 7919) % 10_000) + 1}.tar`,
          repository: `team-${n % 20}/images`,
          size: (((n * 31) % 97) + 1) * GB,
          offset: n < 4 ? 0.6 * GB : 0,
          status:
            n < 4
              ? { kind: 'moving' }
              : n % 3 === 0
                ? { kind: 'paused', reason: 'person', error: null }
                : { kind: 'queued' },
        }),
      ),
    },
  },
  many: {
    snapshot: {
      uploads: Array.from({ length: 500 }, (_, n) =>
        upload({
          n: n + 1,
          name: `layer-${n + 1}.tar`,
          repository: `team-${n % 20}/images`,
          offset: n < 8 ? 18.6 * GB : 0,
          status: { kind: n < 8 ? 'moving' : 'queued' },
        }),
      ),
    },
  },
};
