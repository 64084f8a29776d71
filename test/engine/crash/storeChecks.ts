import { createHash } from 'node:crypto';
import type { DigesterFactory, HashState } from '../../../electron/engine/digest/digester.ts';
import { decodeHashState } from '../../../electron/engine/digest/hashState.ts';
import { decodeSlot, SLOT_BYTES } from '../../../electron/engine/layers/checkpointSlot.ts';
import { pathFor } from '../../../electron/engine/layers/paths.ts';
import { hasCode } from '../../../shared/errors.ts';
import { parseStartedAt } from '../../../shared/startedAt.ts';
import { digestOf, REPOSITORY } from '../../support/layers.ts';
import { contentAt, type DiskImage, namesAt } from './diskImage.ts';

/** The folder of the uploads of the one repository that all scenarios use. */
export const UPLOADS = pathFor({ kind: 'uploads', repository: REPOSITORY });

/**
 * What is wrong with a store as a registry would serve it this very moment, before anything of ours has run: blobs
 * that are not what their path says, links that lead nowhere, uploads that a registry could not purge or would finish
 * wrongly, checkpoints that lie. `tolerated` are blobs that were corrupt before the scenario began.
 */
export async function wrongInStore(
  image: DiskImage,
  factory: DigesterFactory,
  tolerated: readonly Uint8Array[],
): Promise<readonly string[]> {
  const wrong = [...wrongBlobs(image, tolerated), ...wrongLinks(image)];
  for (const id of namesAt(image, UPLOADS)) wrong.push(...(await wrongInUpload(image, id, factory)));
  return wrong;
}

function* wrongBlobs(image: DiskImage, tolerated: readonly Uint8Array[]): Generator<string> {
  const top = pathFor({ kind: 'blobs' });
  for (const algorithm of namesAt(image, top)) {
    for (const shard of namesAt(image, `${top}/${algorithm}`)) {
      for (const hex of namesAt(image, `${top}/${algorithm}/${shard}`)) {
        const content = contentAt(image, `${top}/${algorithm}/${shard}/${hex}/data`);
        if (content === null || digestOf(content) === `${algorithm}:${hex}`) continue;
        if (!tolerated.some((bytes) => Buffer.compare(bytes, content) === 0)) yield `blob ${hex} has other bytes`;
      }
    }
  }
}

function* wrongLinks(image: DiskImage): Generator<string> {
  const top = pathFor({ kind: 'layers', repository: REPOSITORY });
  for (const algorithm of namesAt(image, top)) {
    for (const hex of namesAt(image, `${top}/${algorithm}`)) {
      const link = contentAt(image, `${top}/${algorithm}/${hex}/link`);
      if (link === null) continue;
      const target = /^sha256:((..).{62})$/.exec(new TextDecoder().decode(link));
      const blob = target && contentAt(image, `${pathFor({ kind: 'blobs' })}/sha256/${target[2]}/${target[1]}/data`);
      if (blob === null) yield `link ${algorithm}:${hex} leads to no blob`;
      else if (digestOf(blob, algorithm) !== `${algorithm}:${hex}`) yield `link ${algorithm}:${hex} leads to another`;
    }
  }
}

async function wrongInUpload(image: DiskImage, id: string, factory: DigesterFactory): Promise<readonly string[]> {
  const folder = `${UPLOADS}/${id}`;
  const wrong: string[] = [];
  const startedAt = contentAt(image, `${folder}/startedat`);
  if (startedAt === null || !isTime(startedAt)) wrong.push(`upload ${id} has no readable startedat`);
  const data = contentAt(image, `${folder}/data`);
  if (data === null) return wrong;
  for (const algorithm of namesAt(image, `${folder}/hashstates`)) {
    const bytes = contentAt(image, `${folder}/hashstates/${algorithm}/${data.length}`);
    const state = bytes === null ? null : stateIn(bytes);
    if (bytes !== null && state === null) wrong.push(`upload ${id} has a torn hash state at its end`);
    if (state !== null && !(await tells(state, data, factory))) wrong.push(`upload ${id}: the hash state lies`);
  }
  const slots = contentAt(image, `${folder}/layerlift.checkpoints`) ?? new Uint8Array();
  for (let position = 0; position < slots.length; position += SLOT_BYTES) {
    const checkpoint = decodeSlot(slots.subarray(position, position + SLOT_BYTES));
    if (checkpoint === null || checkpoint.offset > data.length) continue;
    for (const state of checkpoint.states.values()) {
      if (!(await tells(state, data, factory))) wrong.push(`upload ${id}: the checkpoint at ${checkpoint.offset} lies`);
    }
  }
  return wrong;
}

function isTime(bytes: Uint8Array): boolean {
  try {
    parseStartedAt(new TextDecoder().decode(bytes));
    return true;
  } catch (error) {
    if (hasCode(error, 'STARTED_AT_INVALID')) return false;
    throw error;
  }
}

function stateIn(bytes: Uint8Array): HashState | null {
  try {
    return decodeHashState(bytes);
  } catch (error) {
    if (hasCode(error, 'HASH_STATE_INVALID')) return null;
    throw error;
  }
}

/** True when a state is that of the first bytes of `data`. */
async function tells(state: HashState, data: Uint8Array, factory: DigesterFactory): Promise<boolean> {
  const digester = await factory.create(state.algorithm);
  digester.restoreState(state);
  const hash = createHash(state.algorithm).update(data.subarray(0, state.length)).digest('hex');
  return digester.digest() === `${state.algorithm}:${hash}`;
}
