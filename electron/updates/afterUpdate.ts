import fs from 'node:fs/promises';
import path from 'node:path';
import { parseUploadId, type UploadId } from '../../shared/names.ts';
import { isUnderWay, type UploadView, wasCutShort } from '../../shared/upload.ts';
import { errnoOf, writeFileAtomically } from '../atomicFile.ts';
import type { Manager } from '../ipc/engineTypes.ts';
import type { Log } from '../log.ts';
import { z } from '../schema.ts';

const NOTE = z.strictObject({ uploads: z.array(z.string()) });

const noteFile = (profile: string): string => path.join(profile, 'after-update.json');

/** Notes which uploads an update stops, so that the next start lets them go on. */
export async function noteUploads(profile: string, uploads: readonly UploadView[]): Promise<void> {
  const moving = uploads.filter(({ status }) => isUnderWay(status)).map(({ id }) => id);
  await writeFileAtomically(noteFile(profile), JSON.stringify({ uploads: moving }));
}

/** What the start before an update has noted, once; nothing when there is no note, or none that can be read. */
async function takeNote(profile: string, log: Log): Promise<readonly UploadId[]> {
  try {
    const text = await fs.readFile(noteFile(profile), 'utf8');
    await fs.rm(noteFile(profile));
    return NOTE.parse(JSON.parse(text)).uploads.map(parseUploadId);
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') log('cannot read which uploads the update stopped', error);
    return [];
  }
}

/** Lets go on what still is as the end of the app left it before the update. */
export async function goOnAfterUpdate(
  profile: string,
  manager: Pick<Manager, 'list' | 'resume'> | null,
  log: Log,
): Promise<void> {
  const noted = new Set(await takeNote(profile, log));
  if (manager === null) return;
  for (const { id, status } of manager.list()) {
    // One that was still waiting for its turn was never begun, and so never paused.
    if (!wasCutShort(status) || !noted.has(id)) continue;
    await manager.resume(id).catch((error: unknown) => log('cannot resume what the update stopped', error));
  }
}
