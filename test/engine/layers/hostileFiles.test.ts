import { execFileSync } from 'node:child_process';
import fs from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { pathFor } from '../../../electron/engine/layers/paths.ts';
import { History } from '../../../electron/engine/uploads/history.ts';
import { recoverStore } from '../../../electron/engine/uploads/recovery.ts';
import { toErrorInfo } from '../../../shared/errors.ts';
import { digestOf, layerStore, newRecord } from '../../support/layers.ts';
import { seededBytes } from '../../support/seededBytes.ts';
import { listHashStates } from '../../support/storedHashStates.ts';
import { tempDir } from '../../support/tempDir.ts';

const BYTES = seededBytes(63, 100_000);
const DIGEST = digestOf(BYTES);
/** Larger than any memory: whoever reads such a file whole is lost. */
const GIANT = 2 ** 40;

/** What another user of a shared disk may put in the place of a file. */
const KINDS: Readonly<Record<string, (file: string) => Promise<unknown>>> = {
  'a pipe that nobody writes to': async (file) => execFileSync('mkfifo', [file]),
  'a socket': (file) =>
    new Promise<void>((resolve, reject) => {
      const server = createServer();
      server.once('error', reject);
      // The name stays when the server has ended.
      server.listen(
        path.relative(process.cwd(), file).length < file.length ? path.relative(process.cwd(), file) : file,
      );
      server.once('listening', () => resolve());
      server.unref();
    }),
  'a device without an end': (file) => fs.symlink('/dev/zero', file),
  'a link out of the store': (file) => fs.symlink('/etc/passwd', file),
  'a link to itself': (file) => fs.symlink(file, file),
  'a folder': (file) => fs.mkdir(file),
  'an empty file': (file) => fs.writeFile(file, ''),
  'a giant file': async (file) => {
    await fs.writeFile(file, '');
    await fs.truncate(file, GIANT);
  },
  'a file that may not be read': (file) => fs.writeFile(file, 'x', { mode: 0 }),
};

/** Every file of an upload, and those of the store itself. */
const UPLOAD_FILES = [
  'data',
  'startedat',
  'layerlift.json',
  'layerlift.checkpoints',
  'hashstates',
  'hashstates/sha256',
];

const CASES = UPLOAD_FILES.flatMap((file) => Object.keys(KINDS).map((kind) => [kind, file] as const))
  // The bytes of an upload may be as many as they like; reading them can be stopped.
  .filter(([kind, file]) => file !== 'data' || kind !== 'a giant file');

/** `done`, or the code of the failure; `INTERNAL` is none that a person can be told of. */
const outcome = (work: () => Promise<unknown>): Promise<string> =>
  work().then(
    () => 'done',
    (error: unknown) => toErrorInfo(error).code,
  );

/** How whatever lies there may be refused. */
const REFUSALS = ['PATH_NOT_A_FILE', 'PATH_INVALID', 'PERMISSION_DENIED', 'STORAGE_IO', 'PATH_NOT_FOUND'];

describe('in the place of a file of an upload', () => {
  it.each(CASES)('%s as %s stops nothing but that upload, and is never believed', async (kind, file) => {
    await using dir = await tempDir();
    const { store, driver } = await layerStore(dir.path);
    await using writer = await store.create(newRecord());
    await writer.write(BYTES);
    await writer.close();
    const { upload } = writer;
    const at = path.join(dir.path, pathFor({ kind: 'upload', ...upload }), file);
    await fs.rm(at, { recursive: true });
    await KINDS[kind]?.(at);

    const history = await History.load(driver);
    const uploads = await recoverStore({ driver, store, history, clock: Date.now });
    expect(uploads.length).toBeLessThanOrEqual(1);
    await outcome(() => listHashStates(driver, upload));
    const finished = await outcome(async () => {
      await using resumed = await store.resume(upload, { expected: DIGEST });
      await resumed.finish(DIGEST);
    });
    // Either its bytes were there and are proven, or it was refused with a code; other bytes are never a layer.
    expect(['done', 'DIGEST_MISMATCH', 'UPLOAD_UNKNOWN', 'UPLOAD_DAMAGED', ...REFUSALS]).toContain(finished);
    const layer = await fs
      .readFile(path.join(dir.path, pathFor({ kind: 'blobData', digest: DIGEST })))
      .catch(() => null);
    if (finished === 'done') expect(layer).toEqual(Buffer.from(BYTES));
    else expect(layer).toBeNull();
  });
});

describe('in the place of the history', () => {
  it.each(Object.keys(KINDS))('%s is refused with a code, or does not matter', async (kind) => {
    await using dir = await tempDir();
    const { store, driver } = await layerStore(dir.path);
    await fs.mkdir(path.join(dir.path, 'layerlift'), { recursive: true });
    await KINDS[kind]?.(path.join(dir.path, 'layerlift/history.jsonl'));
    const opened = await outcome(async () => {
      const history = await History.load(driver);
      await recoverStore({ driver, store, history, clock: Date.now });
    });
    expect(['done', ...REFUSALS]).toContain(opened);
    // However long it is, it is only read as far as it can be ours.
    if (kind === 'a giant file') expect(opened).toBe('done');
  });
});
