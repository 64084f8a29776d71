import { LayerliftError } from '../../../shared/errors.ts';
import { formatBytes } from '../../../shared/format.ts';
import { loadDigesterFactory } from '../../engine/digest/backend.ts';
import { LayerStore } from '../../engine/layers/layerStore.ts';
import { pathFor } from '../../engine/layers/paths.ts';
import type { UploadRef } from '../../engine/layers/uploadRef.ts';
import { type PurgeDecision, purgeUploads } from '../../engine/maintenance/purge.ts';
import { readHeldLocks } from '../../engine/storage/heldLocks.ts';
import type { StorageDriver } from '../../engine/storage/storageDriver.ts';
import { History } from '../../engine/uploads/history.ts';
import { openStore, openStoreToRead } from '../../engine/uploads/openStore.ts';
import { recoverStore } from '../../engine/uploads/recovery.ts';
import { COMMON_OPTIONS, type Command } from '../command.ts';
import { parseDuration } from '../duration.ts';
import { EXIT } from '../exitCodes.ts';
import { sentenceFor } from '../output/words.ts';

/** An upload as `purge --json` prints it. */
interface PurgedUpload {
  readonly id: string;
  readonly repository: string;
  readonly since: string | null;
  readonly by: string | null;
  readonly size: number;
  readonly outcome: PurgeDecision['outcome'];
  readonly error: { readonly code: string; readonly message: string } | null;
}

export const purge: Command = {
  name: 'purge',
  summary: 'remove uploads that were begun long ago',
  positionals: [],
  options: {
    'older-than': { value: 'AGE', required: true, help: 'such as 7d, 36h, 90m, 45s or 2w' },
    'dry-run': { value: null, help: 'only tell what would be removed' },
    ...COMMON_OPTIONS,
  },
  about: [
    'Goes by what a registry goes by: the time in the upload’s “startedat”, however lately its bytes moved. An upload that somebody has open is never touched.',
    'A registry keeps an upload for ever whose “startedat” is missing or damaged. This removes it when nothing in its folder has changed for that long.',
  ],
  examples: [
    'layerlift purge --older-than 7d --dry-run --store /srv/registry',
    'layerlift purge --older-than 30d --json',
  ],
  tellsEvents: false,

  async run(args, { store: root, output, interruption }) {
    const olderThan = args.required('older-than', parseDuration);
    const dryRun = args.has('dry-run');
    const { signal } = interruption;
    const uploads: PurgedUpload[] = [];
    const run = async (driver: StorageDriver, remove: (upload: UploadRef) => Promise<void>): Promise<void> => {
      for await (const decision of purgeUploads(driver, { olderThan, now: Date.now(), remove, signal })) {
        uploads.push(toPurged(decision));
      }
    };
    if (dryRun) {
      const locks = await readHeldLocks(root);
      await run(await openStoreToRead(root), async (upload) => {
        if ((await locks.isHeld(pathFor({ kind: 'uploadData', ...upload }))) !== true) return;
        throw new LayerliftError('WRITER_LOCKED', 'somebody writes it', { ...upload });
      });
    } else {
      await using opened = await openStore(root, false);
      const { driver } = opened;
      const store = new LayerStore(driver, await loadDigesterFactory());
      const history = await History.load(driver);
      // Carries finishes that a crash interrupted to their end, so that none is taken for an old upload.
      await recoverStore({ driver, store, history, clock: Date.now });
      await run(driver, (upload) => removeUpload(store, history, upload));
    }
    const removed = uploads.filter(({ outcome }) => outcome === 'old');
    const bytes = removed.reduce((sum, { size }) => sum + size, 0);
    output.result({ dryRun, removed: removed.length, bytes, uploads }, [
      ...uploads.filter(({ outcome }) => outcome !== 'young').map((upload) => describe(upload, dryRun)),
      `${dryRun ? 'Would remove' : 'Removed'}: ${removed.length} (${formatBytes(bytes)}). Kept: ${uploads.length - removed.length}.`,
    ]);
    return uploads.some(({ outcome }) => outcome === 'failed') ? EXIT.failed : EXIT.done;
  },
};

async function removeUpload(store: LayerStore, history: History, upload: UploadRef): Promise<void> {
  const { record, offset: size } = await store.inspect(upload);
  const { id, repository } = upload;
  const facts = { id, repository, name: record?.name ?? id, size, outcome: 'cancelled', digest: null } as const;
  await store.cancel(upload, () => history.add({ ...facts, at: Date.now(), note: 'Purged because of its age.' }));
}

function toPurged({ upload, age, size, outcome, error }: PurgeDecision): PurgedUpload {
  return {
    ...upload,
    since: age === null ? null : new Date(age.since).toISOString(),
    by: age?.by ?? null,
    size,
    outcome,
    error: error === null ? null : { code: error.code, message: sentenceFor(error) },
  };
}

function describe({ id, repository, since, by, size, outcome, error }: PurgedUpload, dryRun: boolean): string {
  const what = `${id} of ${repository}`;
  const when = by === 'startedAt' ? `begun ${since}` : `“startedat” missing or damaged, unchanged since ${since}`;
  switch (outcome) {
    case 'old':
      return `${dryRun ? 'Would remove' : 'Removed'} ${what}: ${formatBytes(size)}, ${when}`;
    case 'open':
      return `Kept ${what}: somebody has it open`;
    case 'finishing':
      return `Kept ${what}: it is being finished`;
    default:
      return `Kept ${what}: ${error?.message ?? when}`;
  }
}
