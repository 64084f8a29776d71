/** Drives the app through the demo; `demo.ts` gives it a display and an ordinary user to run as. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { RATE_LIMIT_MIN } from '../../shared/settings.ts';
import type { UploadView } from '../../shared/upload.ts';
import { gapOf } from '../../shared/upload.ts';
import { launchApp, type RunningApp, waitForUpload } from '../../test/support/app.ts';
import { addByDrop, limitRate, pressAction, untilOffset } from '../../test/support/journey.ts';
import { type DemoReport, printReport } from './report.ts';

/** What the demo works on; all paths absolute. */
export interface DemoPlan {
  readonly file: string;
  readonly store: string;
  readonly profile: string;
  readonly repository: string;
  /** Folder for screenshots. */
  readonly screenshots: string;
  readonly json: boolean;
}

/** How long one stretch of the way may take, ms: the layer may be of any size. */
const PATIENCE_MS = 3_600_000;

/** Seconds that the whole layer would take while something is to be caught in the middle, by eye and by kill. */
const SLOW_MOTION_S = 8;

const plan = JSON.parse(process.argv[2] ?? '') as DemoPlan;
const name = path.basename(plan.file);
const { size } = fs.statSync(plan.file);
let shots = 0;
const say = (line: string): void => void (plan.json ? process.stderr : process.stdout).write(`${line}\n`);

process.exitCode = await journey();

async function journey(): Promise<number> {
  for (const folder of [plan.store, plan.profile]) fs.mkdirSync(folder, { recursive: true });
  try {
    const killedAt = await firstLife();
    const report = await secondLife(killedAt);
    printReport(report, plan.json);
    return report.ok ? 0 : 1;
  } catch (error) {
    say(`The demo failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    if (plan.json) process.stdout.write(`${JSON.stringify({ ok: false, error: String(error) })}\n`);
    return 1;
  }
}

/** Drops the layer and kills the app at a random point; resolves to what had moved by then, bytes. */
async function firstLife(): Promise<number> {
  await using app = await launchApp(plan);
  const shot = shooter(app);
  await shot('empty');
  await limitRate(app.page, Math.max(RATE_LIMIT_MIN, Math.ceil(size / SLOW_MOTION_S)));
  await addByDrop(app.page, [plan.file], plan.repository);
  await waitForUpload(app.page, name, 'moving', PATIENCE_MS);
  const fraction = 0.3 + Math.random() * 0.4;
  say(`Moving; SIGKILL comes at ${Math.round(fraction * 100)} % …`);
  await untilOffset(app.page, name, (fraction * size) / 2);
  await shot('moving');
  await untilOffset(app.page, name, fraction * size);
  await app.kill();
  const offset = fs.statSync(dataFile()).size;
  if (offset === size) throw new Error(`${name} is too small to be killed in the middle: use a larger file`);
  return offset;
}

/** Starts again, shows what a resume costs, resumes, pauses, resumes, finishes, checks. */
async function secondLife(killedAt: number): Promise<DemoReport> {
  await using app = await launchApp(plan);
  const shot = shooter(app);
  const { page } = app;
  const interrupted = await waitForUpload(page, name, 'interrupted');
  say(`Started again: a resume re-hashes at most ${gapOf(interrupted)} bytes.`);
  await shot('interrupted');

  await pressAction(page, name, 'Resume');
  await waitForUpload(page, name, 'moving', PATIENCE_MS);
  const { rehashed, copiedTwice } = await waitForUpload(page, name, (upload) => upload.rehashed !== null);
  await untilOffset(page, name, killedAt + (size - killedAt) / 5);
  await pressAction(page, name, 'Pause');
  const { offset: pausedAt } = await waitForUpload(page, name, 'paused');
  await shot('paused');

  await limitRate(page, 0);
  const resumedAt = performance.now();
  await pressAction(page, name, 'Resume');
  await waitForUpload(page, name, 'ready', PATIENCE_MS);
  const seconds = (performance.now() - resumedAt) / 1000;
  await shot('ready');

  await pressAction(page, name, 'Finish');
  const finished = await waitForUpload(page, name, 'finished');
  await shot('finished');
  await app.close();
  return await check(finished, {
    bytes: size,
    mibPerSecond: (size - pausedAt) / 1024 ** 2 / seconds,
    killedAtOffset: killedAt,
    checkpointOffset: interrupted.checkpointed,
    rehashedBytes: rehashed ?? 0,
    copiedTwiceBytes: copiedTwice ?? 0,
  });
}

/** Hashes the source and the blob with another implementation than the app's. */
async function check(
  { status }: UploadView,
  numbers: Omit<DemoReport, 'ok' | 'finishMs' | 'digest' | 'blobPath' | 'screenshots'>,
): Promise<DemoReport> {
  if (status.kind !== 'finished') throw new Error(`not finished: ${status.kind}`);
  const blobPath = path.join(plan.store, status.blobPath);
  const [source, blob] = [await sha256(plan.file), await sha256(blobPath)];
  const ok = source === status.digest && blob === status.digest;
  const { finishMs, digest } = status;
  return { ok, ...numbers, finishMs, digest, blobPath, screenshots: plan.screenshots };
}

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(fs.createReadStream(file, { highWaterMark: 1024 * 1024 }), hash);
  return `sha256:${hash.digest('hex')}`;
}

/** The one upload's data; the store may hold other uploads, but none that was begun later. */
function dataFile(): string {
  const uploads = path.join(plan.store, 'docker/registry/v2/repositories', plan.repository, '_uploads');
  const folders = fs.readdirSync(uploads).map((id) => path.join(uploads, id));
  const newest = folders.sort((a, b) => fs.statSync(a).birthtimeMs - fs.statSync(b).birthtimeMs).at(-1);
  if (newest === undefined) throw new Error(`no upload in ${uploads}`);
  return path.join(newest, 'data');
}

function shooter({ page }: RunningApp): (step: string) => Promise<void> {
  return async (step) => {
    shots += 1;
    await page.screenshot({ path: path.join(plan.screenshots, `${shots}-${step}.png`) });
  };
}
