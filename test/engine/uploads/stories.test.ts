import { appendFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { UNKNOWN_STATE } from '../../../electron/engine/layers/inspectUpload.ts';
import { pathFor } from '../../../electron/engine/layers/paths.ts';
import { openFilesystemDriver } from '../../../electron/engine/storage/filesystemDriver.ts';
import { History } from '../../../electron/engine/uploads/history.ts';
import { ManagedUpload } from '../../../electron/engine/uploads/managedUpload.ts';
import { Stories } from '../../../electron/engine/uploads/stories.ts';
import { STORY_BYTES_MAX } from '../../../electron/engine/uploads/storyFile.ts';
import type { UploadManager } from '../../../electron/engine/uploads/uploadManager.ts';
import { parseUploadId, type UploadId } from '../../../shared/names.ts';
import type { Story } from '../../../shared/story.ts';
import { startedUpload } from '../../support/cli.ts';
import { digestOf, newRecord, REPOSITORY, tree } from '../../support/layers.ts';
import { openManager, sourceFile, until } from '../../support/managers.ts';
import { seededBytes } from '../../support/seededBytes.ts';
import { quickTempDir, type TempDir, tempDir } from '../../support/tempDir.ts';

const MIB = 1024 * 1024;
const open: UploadManager[] = [];

afterEach(async () => {
  for (const manager of open.splice(0)) await manager.close();
});

async function manager(root: string, options: Parameters<typeof openManager>[1] = {}): Promise<UploadManager> {
  const opened = await openManager(root, options);
  open.push(opened);
  return opened;
}

const wanted = (sourcePath: string) => ({ sourcePath, repository: REPOSITORY, expected: null, finishBySelf: false });
const typesOf = ({ events }: Story): readonly string[] => events.map(({ type }) => type);
const storyPath = (root: string, id: UploadId): string => path.join(root, pathFor({ kind: 'story', id }));

describe('the story of an upload', () => {
  it('tells what happened from its beginning to its end, over restarts and after it is off the list', async () => {
    await using dir = await tempDir();
    const root = path.join(dir.path, 'store');
    const bytes = seededBytes(60, 24 * MIB);
    const file = await sourceFile(dir.path, 'a.tar', bytes);
    const first = await manager(root, { rateLimit: 16 * MIB });
    const { id } = await first.add(wanted(file));
    expect(typesOf(await first.story(id))).toEqual(['added']);
    await until(first, id, (view) => view.offset > 0);
    await first.pause(id);
    await first.resume(id);
    await until(first, id, 'moving');
    await first.close();

    const second = await manager(root);
    await second.resume(id);
    await until(second, id, 'ready');
    await second.verify(id);
    await until(second, id, 'ready');
    await second.setExpected(id, digestOf(bytes));
    await second.finish(id);
    await until(second, id, 'finished');
    second.dismiss([id]);
    await second.close();

    const third = await manager(root);
    const story = await third.story(id);
    expect(typesOf(story)).toEqual([
      ...['added', 'opened', 'paused', 'resumed', 'opened', 'paused', 'resumed', 'opened', 'complete'],
      ...['verified', 'expected', 'finished'],
    ]);
    expect(story).toMatchObject({ id, unreadable: 0, error: null });
    expect(story.events[0]).toMatchObject({ name: 'a.tar', size: bytes.length, source: file });
    expect(story.events[5]).toMatchObject({ reason: 'quit' });
    const [, , , , opened] = story.events;
    expect(opened).toMatchObject({ rehashed: 0, copiedTwice: 0 });
    expect(opened).toHaveProperty('from', Reflect.get(opened ?? {}, 'offset'));
    expect(story.events.at(-1)).toMatchObject({ digest: digestOf(bytes), size: bytes.length, rehashed: 0 });
    const times = story.events.map(({ at }) => at);
    expect(times.toSorted((a, b) => a - b)).toEqual(times);
  });

  it('tells of a kill once, however often the app starts, and what the recovery cost', async () => {
    await using dir = await tempDir();
    const root = path.join(dir.path, 'store');
    const { cli, id: text } = await startedUpload(dir.path, root, { mib: 256 });
    const id = parseUploadId(text);
    await cli[Symbol.asyncDispose]();
    for (let start = 0; start < 2; start += 1) await (await openManager(root)).close();
    const uploads = await manager(root);
    await uploads.resume(id);
    await until(uploads, id, 'finished');
    const { events } = await uploads.story(id);
    expect(events.filter(({ type }) => type === 'interrupted')).toHaveLength(1);
    const told = events.slice(events.findIndex(({ type }) => type === 'interrupted'));
    expect(told.map(({ type }) => type)).toEqual(['interrupted', 'resumed', 'opened', 'finished']);
    const [killed, , recovered] = told;
    if (killed?.type !== 'interrupted' || recovered?.type !== 'opened') throw new Error('unreachable');
    expect(killed.offset).toBeGreaterThan(0);
    expect(killed.lastWritten).toBeLessThanOrEqual(killed.at);
    expect(recovered).toMatchObject({ from: killed.checkpointed, rehashed: killed.offset - killed.checkpointed });
  });

  it('tells of trouble by its code, and that it went on by itself', async () => {
    await using dir = await tempDir();
    const file = await sourceFile(dir.path, 'a.tar', seededBytes(62, MIB));
    const uploads = await manager(path.join(dir.path, 'store'), { concurrency: 0, troubleLookMs: 10 });
    const { id } = await uploads.add(wanted(file));
    const bytes = await readFile(file);
    await writeFile(file, 'another');
    uploads.setConcurrency(1);
    await until(uploads, id, ({ status }) => status.kind === 'paused');
    await uploads.attach(id, await sourceFile(dir.path, 'b.tar', bytes));
    await until(uploads, id, 'ready');
    const story = await uploads.story(id);
    expect(typesOf(story)).toEqual(['added', 'stopped', 'attached', 'opened', 'complete']);
    expect(story.events[1]).toMatchObject({ error: { code: 'SOURCE_CHANGED' }, offset: 0 });
  });

  it('ends with what the history knows where its own last line is missing', async () => {
    await using dir = await tempDir();
    const root = path.join(dir.path, 'store');
    const uploads = await manager(root);
    const { id } = await uploads.add(wanted(await sourceFile(dir.path, 'a.tar', Buffer.from('x'))));
    await until(uploads, id, 'ready');
    await uploads.cancel(id);
    expect(typesOf(await uploads.story(id)).at(-1)).toBe('cancelled');
    await rm(storyPath(root, id));
    uploads.dismiss([id]);
    expect(typesOf(await uploads.story(id))).toEqual(['cancelled']);
  });
});

describe('the file of a story', () => {
  it('tolerates a torn last line, and counts lines that cannot be read', async () => {
    await using scene = await storyOf();
    await appendFile(scene.file, '\n{"type":"paus');
    expect(await scene.read()).toMatchObject({ unreadable: 0, error: null });
    scene.stories.note(scene.view, { type: 'resumed', by: 'self' });
    const story = await scene.read();
    expect(typesOf(story)).toEqual(['added', 'renewed', 'resumed']);
    expect(story).toMatchObject({ unreadable: 1, error: null });
  });

  it.each([
    ['{"type":"paused","at":1,"reason":"mood","offset":1,"checkpointed":1}'],
    ['{"type":"paused","at":-1,"reason":"person","offset":1,"checkpointed":1}'],
    ['{"type":"finished","at":1,"digest":"sha256:00","size":1,"ms":1,"rehashed":0}'],
    ['{"type":"stopped","at":1,"error":{"code":"NO_SUCH"},"offset":1,"checkpointed":1}'],
    ['{"type":"toString","at":1}'],
    ['{"type":"__proto__","at":1}'],
    ['null'],
    ['[]'],
  ])('takes no event from %s', async (line) => {
    await using scene = await storyOf();
    await appendFile(scene.file, `\n${line}\n`);
    expect(await scene.read()).toMatchObject({ unreadable: 1, events: [{ type: 'added' }, { type: 'renewed' }] });
  });

  it('leaves one that is no story as it is, says so, and keeps what happens meanwhile in memory', async () => {
    await using scene = await storyOf();
    await writeFile(scene.file, 'not a story\n');
    scene.stories.note(scene.view, { type: 'resumed', by: 'self' });
    const story = await scene.read();
    expect(story.error?.code).toBe('STORY_DAMAGED');
    expect(typesOf(story)).toEqual(['added', 'resumed']);
    expect(await readFile(scene.file, 'utf8')).toBe('not a story\n');
    await rm(scene.file);
    await mkdir(scene.file);
    expect((await scene.read()).error?.code).toBe('STORY_DAMAGED');
    await rm(scene.file, { recursive: true });
    scene.stories.note(scene.view, { type: 'renewed', until: 5 });
    expect(await scene.read()).toMatchObject({ error: null, unreadable: 0 });
    expect(await readFile(scene.file, 'utf8')).toMatch(/"added".*\n.*"resumed".*\n.*"renewed"/);
  });

  it('is bounded: a long one is shortened in its middle, and says by how much', async () => {
    await using scene = await storyOf();
    const line = (until: number): string => `${JSON.stringify({ type: 'renewed', at: 1, until })}\n`;
    const count = Math.ceil((STORY_BYTES_MAX * 1.1) / line(10_000).length);
    await writeFile(scene.file, Array.from({ length: count }, (_, index) => line(10_000 + index)).join(''));
    scene.stories.note(scene.view, { type: 'resumed', by: 'self' });
    const { events } = await scene.read();
    const left = events.find((event) => event.type === 'leftOut');
    // All that were, less the mark and what the story begins with, which the file had not told.
    expect((left?.count ?? 0) + events.length - 3).toBe(count);
    expect(left?.count).toBeGreaterThan(count / 3);
    expect(events.at(-1)).toMatchObject({ type: 'resumed' });
    expect(events.at(-2)).toMatchObject({ until: 10_000 + count - 1 });
    expect((await readFile(scene.file)).length).toBeLessThan(STORY_BYTES_MAX);
  });

  it('never makes the store that is missing', async () => {
    await using scene = await storyOf();
    await rm(scene.root, { recursive: true });
    scene.stories.note(scene.view, { type: 'resumed', by: 'self' });
    expect((await scene.read()).error?.code).toBe('STORE_MISSING');
    expect(await tree(scene.dir.path)).toEqual([]);
  });

  it('is deleted when neither the list nor the newest history has its upload, and no other file is', async () => {
    await using scene = await storyOf();
    const gone = parseUploadId('0f9e8d7c-6b5a-4f3e-8d2c-1b0a9f8e7d6c');
    await writeFile(storyPath(scene.root, gone), '\n');
    await writeFile(path.join(scene.root, 'layerlift/stories/readme.txt'), 'theirs');
    scene.stories.begin([scene.upload]);
    await scene.stories.settled();
    expect((await tree(path.join(scene.root, 'layerlift/stories'))).toSorted()).toEqual(
      [`${scene.view.id}.jsonl`, 'readme.txt'].toSorted(),
    );
  });
});

/** Stories over a real store, one of which has an event already. */
async function storyOf() {
  const dir: TempDir = await quickTempDir();
  const root = path.join(dir.path, 'store');
  await mkdir(path.join(root, 'layerlift'), { recursive: true });
  await writeFile(path.join(root, 'layerlift/lock'), '');
  const driver = openFilesystemDriver(root);
  const stories = new Stories({ root, driver, history: await History.load(driver), clock: () => 1_795_000_000_000 });
  const source = { path: '/data/a.tar', size: 40, mtimeNs: '0', device: '0', inode: '0' };
  const ref = { repository: REPOSITORY, id: parseUploadId('7d3c1d6e-5f0a-4b6e-9a53-0f6f2b1c8e77') };
  const state = { ...UNKNOWN_STATE, record: newRecord({ source }) };
  const upload = new ManagedUpload(ref, state, { status: { kind: 'queued' } });
  const { view } = upload;
  stories.note(view, { type: 'renewed', until: 1_796_000_000_000 });
  await stories.settled();
  return {
    dir,
    root,
    stories,
    upload,
    view,
    file: storyPath(root, view.id),
    read: () => stories.read(view.id, view),
    [Symbol.asyncDispose]: () => dir[Symbol.asyncDispose](),
  };
}
