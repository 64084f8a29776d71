import fs from 'node:fs';
import path from 'node:path';
import { pathFor, RECORD_NAME } from '../../electron/engine/layers/paths.ts';
import { type RecordedPhase, serializeRecord } from '../../electron/engine/layers/uploadRecord.ts';
import { newUploadId } from '../../electron/engine/layers/uploadRef.ts';
import { identifySource } from '../../electron/engine/uploads/source.ts';
import { layerStore, newRecord, REPOSITORY } from './layers.ts';
import { seededBytes } from './seededBytes.ts';

export interface Planted {
  /** A file that they all read from. */
  readonly source: string;
  readonly count: number;
  /** What is there of each. */
  readonly bytes?: number;
  /** What each was about, by its number; without it they moved, and are found interrupted. */
  readonly phaseOf?: (index: number) => RecordedPhase;
}

/**
 * Fills a store with uploads that a killed app left behind, each with its data, checkpoint and record: one real upload
 * and copies of its folder. They are called `layer 0.tar` and so on, and stand in that order.
 */
export async function plantUploads(root: string, planted: Planted): Promise<void> {
  const { source, count, bytes = 64 * 1024, phaseOf = () => ({ kind: 'moving' }) } = planted;
  const { store } = await layerStore(root);
  const record = newRecord({ source: await identifySource(source), name: 'layer 0.tar', phase: phaseOf(0) });
  const writer = await store.create(record);
  await writer.write(seededBytes(1, bytes));
  await writer.checkpoint();
  const folderOf = (id: typeof writer.upload.id): string =>
    path.join(root, pathFor({ kind: 'upload', repository: REPOSITORY, id }));
  for (let copy = 1; copy < count; copy += 1) {
    const folder = folderOf(newUploadId());
    fs.cpSync(folderOf(writer.upload.id), folder, { recursive: true });
    const own = { ...record, name: `layer ${copy}.tar`, createdAt: record.createdAt + copy, phase: phaseOf(copy) };
    fs.writeFileSync(path.join(folder, RECORD_NAME), serializeRecord(own));
  }
  await writer.close();
}
