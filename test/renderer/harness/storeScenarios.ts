import type { ListedStore } from '../../../shared/stores.ts';
import type { ProgressTick, UploadView } from '../../../shared/upload.ts';
import { EVERY_FATE, layer, layerDigest, repository, VERIFICATIONS } from './catalogFixtures.ts';
import { EMPTY_SNAPSHOT } from './fakeApi.ts';
import { errorInfo, GB } from './fixtures.ts';
import type { Scenario } from './scenarios.ts';

const DEEP = `/media/backup disk/${'containers-of-the-build-farm/'.repeat(9)}registry`;

const profile = (root: string, name = '', repository = '', host = '') => ({ root, name, repository, host });

/** A store in every state. */
const STORES: readonly ListedStore[] = [
  {
    profile: profile('/srv/registry/Build store', '', 'library/base', 'registry.example.com:5000'),
    current: true,
    kept: true,
    freeBytes: 412e9,
    error: null,
  },
  { profile: profile('/mnt/archive/registry', 'Archive'), current: false, kept: true, freeBytes: 18.2e12, error: null },
  {
    profile: profile('/media/backup disk/registry', 'Backup disk', 'backup/nightly'),
    current: false,
    kept: true,
    freeBytes: null,
    error: errorInfo('STORE_MISSING', { root: '/media/backup disk/registry' }),
  },
  {
    profile: profile('/srv/read-only/registry'),
    current: false,
    kept: true,
    freeBytes: 1.2e9,
    error: errorInfo('STORE_READ_ONLY'),
  },
  { profile: profile('/srv/split'), current: false, kept: true, freeBytes: 9e9, error: errorInfo('STORE_SPLIT') },
  {
    profile: profile(
      DEEP,
      'A store with a name that somebody chose to be as long as names of stores may be, and then some',
    ),
    current: false,
    kept: true,
    freeBytes: null,
    error: errorInfo('STORE_NOT_A_STORE'),
  },
];

const MANY_LAYERS = Array.from({ length: 5000 }, (_, n) => layer(n + 100));

/** Stores, and what they hold, beside a busy list. */
export function storeScenarios(
  busy: readonly UploadView[],
  ticks: readonly ProgressTick[],
): Readonly<Record<string, Scenario>> {
  return {
    stores: {
      snapshot: { settings: { ...EMPTY_SNAPSHOT.settings, stores: STORES.map(({ profile }) => profile) } },
      stores: STORES,
    },
    storeAway: {
      snapshot: {
        uploads: busy.slice(3),
        store: { root: '/media/disk', freeBytes: null, away: true, state: { kind: 'open' } },
      },
    },
    switching: {
      snapshot: {
        uploads: busy,
        settings: { ...EMPTY_SNAPSHOT.settings, stores: STORES.map(({ profile }) => profile) },
      },
      ticks,
      stores: STORES,
    },
    repositories: {
      snapshot: {
        uploads: busy,
        repositories: [
          repository('games/assets', { layers: 3 }),
          repository('library/ubuntu', { layers: EVERY_FATE.length, bytes: 131 * GB, tags: 31 }),
          repository('ml/llama-70b', { layers: 12 }),
        ],
        verifications: VERIFICATIONS,
      },
      ticks,
      layers: () => EVERY_FATE,
    },
    repositoryDamaged: {
      snapshot: { repositories: [repository('library/ubuntu', { layers: 4, problems: 2 })] },
      layers: () => EVERY_FATE.slice(1, 5),
      manifestProblems: [
        { digest: layerDigest(70), fault: 'content' },
        { digest: layerDigest(71), fault: 'kind' },
      ],
    },
    repositoriesMany: {
      snapshot: {
        uploads: busy,
        repositories: Array.from({ length: 500 }, (_, n) =>
          repository(`team-${n % 20}/service-${n}`, { layers: n === 0 ? 5000 : n * 7 }),
        ),
      },
      layers: () => MANY_LAYERS,
    },
    repositoriesLong: {
      snapshot: {
        repositories: [
          repository(`${'a-very-deeply-nested-group/'.repeat(8)}end`),
          repository(`${'w'.repeat(251)}`, { layers: 12_345 }),
          repository('short'),
        ],
      },
      layers: () => EVERY_FATE.slice(0, 3).map((one) => ({ ...one, tags: one.tags.map((tag) => tag.repeat(18)) })),
    },
  };
}
