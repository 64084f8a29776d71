/**
 * Takes layers through a store on a disk that has room for only so many pages or files at each step, and tells what
 * happened as a line of JSON for each number from 0 on. Runs as a process of its own, which has the small disk. Where
 * pages are scarce uploads go on by themselves, where files are they do when they are told to.
 *
 *     fullDiskJourney.ts DISK pages|files COUNT
 */
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { type ErrorInfo, fromErrorInfo, toErrorInfo } from '../../../shared/errors.ts';
import { parseRepositoryName, type UploadId } from '../../../shared/names.ts';
import { isEnded, type UploadView } from '../../../shared/upload.ts';
import { digestOf, tree } from '../layers.ts';
import { openManager, sourceFile, until, viewOf } from '../managers.ts';
import { seededBytes } from '../seededBytes.ts';
import { Filler, type Scarce } from '../smallDisk.ts';
import { tempDir } from '../tempDir.ts';

/** Ten pages, the last one not full. */
const SOURCE_BYTES = 40_000;

/** The troubles that a step met, in order. It was done in the end, or this process would have failed. */
export type Step = readonly Pick<ErrorInfo, 'code' | 'details'>[];

/** What one journey met. */
export interface Journey {
  /** Pages or files that were free when each step began. */
  readonly free: number;
  readonly begin: Step;
  readonly move: Step;
  readonly rename: Step;
  readonly finish: Step;
  readonly cancel: Step;
  /** Anything that is not as it should be, in words; none is good. */
  readonly wrong: readonly string[];
}

const [disk = '', kind = '', count = '0'] = process.argv.slice(2);
const scarce: Scarce = kind === 'files' ? 'files' : 'pages';
const filler = new Filler(disk);
const root = path.join(disk, 'store');
const uploads = await openManager(root, { troubleLookMs: scarce === 'pages' ? 20 : null });
for (let free = 0; free < Number(count); free += 1) {
  process.stdout.write(`${JSON.stringify(await journey(free))}\n`);
}
await uploads.close();

async function journey(free: number): Promise<Journey> {
  const wrong: string[] = [];
  const check = (holds: boolean, words: string): void => {
    if (!holds) wrong.push(words);
  };
  // Other bytes and another repository each time: no step finds its folders made.
  const bytes = seededBytes(free, SOURCE_BYTES);
  const digest = digestOf(bytes);
  const repository = parseRepositoryName(`library/free-${free}`);
  await using dir = await tempDir();
  const sourcePath = await sourceFile(dir.path, 'a.tar', bytes);
  const add = () => uploads.add({ sourcePath, repository, expected: digest, finishBySelf: false });

  const begin = await insist(free, async () => {
    const before = await tree(root);
    return add().catch(async (error: unknown) => {
      const after = await tree(root);
      check(before.join() === after.join(), `a begin that failed left ${after.join(' ')}`);
      check(
        uploads.list().every(({ status }) => isEnded(status)),
        'a begin that failed is listed',
      );
      throw error;
    });
  });
  const { id } = begin.value;

  // It moves already, into what the begin has left.
  const move = await watched(id, async (trouble) => {
    const data = await readFile(path.join(await uploads.locate(id), 'data'));
    check(
      data.equals(bytes.subarray(0, data.length)) && data.length <= bytes.length,
      'the data is not the beginning of the source',
    );
    check(trouble.offset === data.length, `shows ${trouble.offset} of ${data.length} bytes`);
    check(trouble.checkpointed <= trouble.offset, 'a checkpoint past the data');
  });

  const rename = await insist(free, () => uploads.setExpected(id, digest));

  await filler.leave(scarce, free);
  await uploads.finish(id);
  const finish = await watched(id, async () => {
    check(
      (await uploads.history()).every((entry) => entry.id !== id),
      'a success too early',
    );
  });
  check((await readFile(await uploads.locate(id))).equals(bytes), 'not the right blob');
  const link = `docker/registry/v2/repositories/${repository}/_layers/${digest.replace(':', '/')}/link`;
  check((await readFile(path.join(root, link), 'utf8')) === digest, 'not linked');
  check((await uploads.history()).filter((entry) => entry.id === id).length === 1, 'not one line of history');

  await filler.clear();
  const doomed = await add();
  await until(uploads, doomed.id, 'ready');
  await filler.leave(scarce, free);
  const cancel = await insist(free, async () => {
    await uploads.cancel(doomed.id);
    const { status } = viewOf(uploads, doomed.id);
    if (status.kind === 'failed') throw fromErrorInfo(status.error);
  });
  check(viewOf(uploads, doomed.id).status.kind === 'cancelled', 'not cancelled');
  const rest = (await tree(root)).filter((name) => /_uploads|trash|staging/.test(name));
  check(rest.length === 0, `left behind: ${rest.join(' ')}`);

  await filler.clear();
  // Its next line takes room again.
  await rm(path.join(root, 'layerlift/history.jsonl'));
  return { free, begin: begin.step, move, rename: rename.step, finish, cancel: cancel.step, wrong };
}

/** Does something with hardly any room, and when that fails once more with room. */
async function insist<T>(free: number, act: () => Promise<T>): Promise<{ readonly value: T; readonly step: Step }> {
  await filler.leave(scarce, free);
  try {
    return { value: await act(), step: [] };
  } catch (error) {
    const { code, details } = toErrorInfo(error);
    await filler.clear();
    return { value: await act(), step: [{ code, details }] };
  }
}

/** Follows an upload to the end of a step. At each trouble it looks, then makes room so that it goes on. */
async function watched(id: UploadId, look: (view: UploadView) => Promise<void>): Promise<Step> {
  const step: Pick<ErrorInfo, 'code' | 'details'>[] = [];
  for (;;) {
    const { status } = await until(uploads, id, ({ status: { kind } }) =>
      ['ready', 'finished', 'paused', 'failed', 'mismatch'].includes(kind),
    );
    if (status.kind === 'ready' || status.kind === 'finished') return step;
    if (status.kind !== 'paused' || status.error === null) throw new Error(`ended as ${JSON.stringify(status)}`);
    const { code, details } = status.error;
    step.push({ code, details });
    await look(viewOf(uploads, id));
    await filler.clear();
    if (scarce === 'files') await uploads.resume(id);
    await until(uploads, id, (view) => view.status.kind !== 'paused');
  }
}
