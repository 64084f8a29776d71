import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { pathFor } from '../../../electron/engine/layers/paths.ts';
import { identifySource } from '../../../electron/engine/uploads/source.ts';
import { parseUploadId } from '../../../shared/names.ts';
import { layerStore, newRecord, REPOSITORY } from '../../support/layers.ts';
import { seededBytes } from '../../support/seededBytes.ts';
import { KIB } from '../harness/scenario.ts';

/**
 * Fills a store with uploads that a killed app left behind, each with its data, checkpoint and record: one real upload
 * and copies of its folder.
 * @param source a file that they all read from.
 */
export async function plantUploads(root: string, source: string, count: number): Promise<void> {
  const { store } = await layerStore(root);
  const writer = await store.create(newRecord({ source: await identifySource(source) }));
  await writer.write(seededBytes(1, 64 * KIB));
  await writer.checkpoint();
  const folderOf = (id: typeof writer.upload.id): string =>
    path.join(root, pathFor({ kind: 'upload', repository: REPOSITORY, id }));
  for (let copy = 1; copy < count; copy += 1) {
    fs.cpSync(folderOf(writer.upload.id), folderOf(parseUploadId(randomUUID())), { recursive: true });
  }
  await writer.close();
}
