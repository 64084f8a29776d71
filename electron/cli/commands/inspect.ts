import path from 'node:path';
import { ALGORITHMS } from '../../../shared/digest.ts';
import { LayerliftError } from '../../../shared/errors.ts';
import { formatBytes } from '../../../shared/format.ts';
import { parseUploadId } from '../../../shared/names.ts';
import { readCheckpoints } from '../../engine/layers/checkpoints.ts';
import { orWhenMissing } from '../../engine/layers/orWhenMissing.ts';
import { pathFor } from '../../engine/layers/paths.ts';
import type { UploadRef } from '../../engine/layers/uploadRef.ts';
import type { StorageDriver } from '../../engine/storage/storageDriver.ts';
import { surveyUploads } from '../../engine/uploads/survey.ts';
import { COMMON_OPTIONS, type Command } from '../command.ts';
import { EXIT } from '../exitCodes.ts';
import { table } from '../output/table.ts';
import { visible } from '../output/words.ts';
import { openSurvey, toListed } from './survey.ts';

export const inspect: Command = {
  name: 'inspect',
  summary: 'show everything that is known of an upload',
  positionals: ['ID'],
  options: COMMON_OPTIONS,
  about: ['Looks without taking a lock, so that it works while an app has the store open.'],
  examples: ['layerlift inspect 7d3c1d6e-5f0a-4b6e-9a53-0f6f2b1c8e77 --store /srv/registry'],
  tellsEvents: false,

  async run(args, { store, output, interruption }) {
    const id = args.first('ID', parseUploadId);
    const parts = await openSurvey(store);
    const found = (await surveyUploads(parts, interruption.signal)).find((upload) => upload.view.id === id);
    if (found === undefined) throw new LayerliftError('UPLOAD_UNKNOWN', 'no such upload', { id });
    const ref: UploadRef = { repository: found.view.repository, id };
    const checkpoints = await readCheckpoints(parts.driver, ref, found.view.offset);
    const shown = {
      ...toListed(found),
      finishBySelf: found.view.finishBySelf,
      createdAt: new Date(found.view.createdAt).toISOString(),
      folder: path.join(store, pathFor({ kind: 'upload', ...ref })),
      checkpoints: checkpoints.map(({ offset, states }) => ({ offset, algorithms: [...states.keys()] })),
      hashStates: await hashStates(parts.driver, ref),
    };
    const { error, checkpoints: _, hashStates: __, ...plain } = shown;
    output.result(
      shown,
      table([
        ...Object.entries(plain).map(([key, value]) => [key, toText(key, value)]),
        ...shown.checkpoints.map(({ offset, algorithms }) => ['checkpoint', `${offset} (${algorithms.join(', ')})`]),
        ...shown.hashStates.map(({ algorithm, offset }) => ['hash state', `${offset} (${algorithm})`]),
        ...(error === null ? [] : [['error', `${error.code}: ${error.message}`]]),
      ]),
    );
    return EXIT.done;
  },
};

const BYTES: readonly string[] = ['offset', 'size', 'checkpointed', 'gap'];

function toText(key: string, value: unknown): string {
  if (value === null) return '-';
  return typeof value === 'number' && BYTES.includes(key) ? `${value} (${formatBytes(value)})` : visible(String(value));
}

/** The registry's own states in the upload's folder, by their names. */
async function hashStates(driver: StorageDriver, ref: UploadRef) {
  const found: { readonly algorithm: string; readonly offset: number }[] = [];
  for (const algorithm of ALGORITHMS) {
    const folder = pathFor({ kind: 'uploadHashStatesOf', ...ref, algorithm });
    for (const file of await orWhenMissing(driver.list(folder), [])) {
      const name = file.slice(folder.length + 1);
      if (/^\d{1,16}$/.test(name)) found.push({ algorithm, offset: Number(name) });
    }
  }
  return found.sort((a, b) => a.offset - b.offset);
}
