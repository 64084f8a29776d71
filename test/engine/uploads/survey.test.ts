import { describe, expect, it } from 'vitest';
import { writeRecord } from '../../../electron/engine/layers/finishing.ts';
import { readHeldLocks } from '../../../electron/engine/storage/heldLocks.ts';
import { openStore } from '../../../electron/engine/uploads/openStore.ts';
import { surveyUploads } from '../../../electron/engine/uploads/survey.ts';
import { faultyDriver } from '../../support/faultyDriver.ts';
import { digestOf, layerStore, newRecord } from '../../support/layers.ts';
import { seededBytes } from '../../support/seededBytes.ts';
import { tempDir } from '../../support/tempDir.ts';

const BYTES = seededBytes(1, 5000);
const NEVER = new AbortController().signal;

/** What a survey tells of every upload of a store, by name. */
async function statusesOf(root: string): Promise<Readonly<Record<string, string>>> {
  const parts = { ...(await layerStore(root)), locks: await readHeldLocks(root) };
  const found = await surveyUploads(parts, NEVER);
  return Object.fromEntries(found.map(({ view, open }) => [view.name, `${view.status.kind}${open ? ', open' : ''}`]));
}

describe('a survey of a store', () => {
  it('tells what moves, what waits for that, and what nobody goes on with', async () => {
    await using dir = await tempDir();
    const opened = await openStore(dir.path, true);
    const { store } = await layerStore(dir.path);
    await using moving = await store.create(newRecord({ name: 'moving' }));
    await moving.write(BYTES);
    const waiting = await store.create(newRecord({ name: 'waiting', createdAt: 1 }));
    await waiting.close();
    expect(await statusesOf(dir.path)).toEqual({ waiting: 'queued', moving: 'moving, open' });
    await moving.close();
    await opened.close();
    expect(await statusesOf(dir.path)).toEqual({ waiting: 'interrupted', moving: 'interrupted' });
  });

  it('tells what is being finished, while somebody does', async () => {
    await using dir = await tempDir();
    const { store, driver } = await layerStore(dir.path);
    const phase = { kind: 'finishing', digest: digestOf(BYTES), size: BYTES.length } as const;
    const writer = await store.create(newRecord());
    await writer.write(BYTES);
    await writeRecord(driver, writer.upload, newRecord({ name: 'finishing', phase }));
    expect(await statusesOf(dir.path)).toEqual({ finishing: 'finishing, open' });
    await writer.close();
    expect(await statusesOf(dir.path)).toEqual({ finishing: 'ready' });
  });

  it('tells of an upload that cannot be read why, and of the others all the same', async () => {
    await using dir = await tempDir();
    const { store, driver } = await layerStore(dir.path);
    for (const name of ['bad', 'good']) await (await store.create(newRecord({ name }))).close();
    const all = await surveyUploads({ driver, store, locks: await readHeldLocks(dir.path) }, NEVER);
    const bad = all.find(({ view }) => view.name === 'bad')?.view;
    const error = Object.assign(new Error('a bad sector'), { code: 'EIO' });
    const faulty = faultyDriver(driver, ({ path }) => (path.includes(bad?.id ?? '?') ? error : null));
    const parts = { ...(await layerStore(faulty)), locks: await readHeldLocks(dir.path) };
    const found = await surveyUploads(parts, NEVER);
    expect(found.map(({ view }) => view.status.kind).sort()).toEqual(['failed', 'interrupted']);
  });

  it('ends when it is told to', async () => {
    await using dir = await tempDir();
    const { store, driver } = await layerStore(dir.path);
    await (await store.create(newRecord())).close();
    const parts = { driver, store, locks: await readHeldLocks(dir.path) };
    await expect(surveyUploads(parts, AbortSignal.abort())).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});
