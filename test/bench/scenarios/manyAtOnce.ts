import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { UploadManager } from '../../../electron/engine/uploads/uploadManager.ts';
import type { UploadId } from '../../../shared/names.ts';
import { openManager, until, viewOf } from '../../support/managers.ts';
import { repeat } from '../harness/inTurn.ts';
import { MIB, type Scenario } from '../harness/scenario.ts';
import { movingFiles } from '../support/files.ts';
import { add, reaches } from '../support/managing.ts';

const UPLOADS = 4;
/** Slow enough for any disk. */
const LIMIT = 64 * MIB;
/** How long they are watched sharing, ms. */
const SHARED_MS = 1000;
/** How long the limit is watched, ms. */
const WATCHED_MS = 4000;

/**
 * Four uploads at once: whether they share fairly, how soon one of them answers to *Cancel*, and how well a speed
 * limit, set while they move, is kept.
 */
export const manyAtOnce: Scenario = {
  name: 'many',
  drivesApp: false,
  metrics: [
    { id: 'many.fairness', unit: '×', goal: '>= 0.7' },
    { id: 'many.cancel_answer_ms', unit: 'ms', goal: '< 200', summary: 'max' },
    { id: 'many.cancel_ms', unit: 'ms', goal: null },
    { id: 'many.limit_error_pct', unit: '%', goal: '< 5', summary: 'max' },
  ],
  run: async ({ rounds, folder }) => {
    const files = movingFiles(folder, UPLOADS);
    const watched = await repeat(() => watch(folder, files), rounds);
    return {
      'many.fairness': watched.map(({ fairness }) => fairness),
      'many.cancel_answer_ms': watched.map(({ answerMs }) => answerMs),
      'many.cancel_ms': watched.map(({ cancelMs }) => cancelMs),
      'many.limit_error_pct': watched.map(({ errorPct }) => errorPct),
    };
  },
};

interface Watched {
  /** The least that one upload has moved beside the most. */
  readonly fairness: number;
  /** Until the window would show that it is being cancelled. */
  readonly answerMs: number;
  /** Until nothing is left of it, some hundred MiB on disk included. */
  readonly cancelMs: number;
  readonly errorPct: number;
}

async function watch(folder: string, files: readonly string[]): Promise<Watched> {
  const root = fs.mkdtempSync(path.join(folder, 'store-'));
  const manager = await openManager(root, { concurrency: UPLOADS });
  try {
    const ids = await Promise.all(files.map((file) => add(manager, file, false)));
    for (const id of ids) await until(manager, id, (view) => view.offset > 64 * MIB);
    const before = ids.map((id) => viewOf(manager, id).offset);
    await delay(SHARED_MS);
    const moved = ids.map((id, index) => viewOf(manager, id).offset - (before[index] ?? 0));
    const fairness = Math.min(...moved) / Math.max(...moved);
    const [first, ...others] = ids;
    if (first === undefined) throw new Error('nothing moves');
    const cancelledAt = performance.now();
    let answerMs = Number.NaN;
    const answered = until(manager, first, ({ status }) => ['cancelling', 'cancelled'].includes(status.kind));
    const told = answered.then(() => {
      answerMs = performance.now() - cancelledAt;
    });
    await Promise.all([manager.cancel(first), told, reaches(manager, first, 'cancelled')]);
    const cancelMs = performance.now() - cancelledAt;
    const errorPct = await limitError(manager, others);
    return { fairness, answerMs, cancelMs, errorPct };
  } finally {
    await manager.close();
    fs.rmSync(root, { recursive: true });
  }
}

/** How far from the limit the uploads together are, in percent of it. */
async function limitError(manager: UploadManager, ids: readonly UploadId[]): Promise<number> {
  manager.setRateLimit(LIMIT);
  // What was admitted before is on its way still.
  await delay(500);
  const moved = (): number => ids.reduce((sum, id) => sum + viewOf(manager, id).offset, 0);
  const before = { at: performance.now(), moved: moved() };
  await delay(WATCHED_MS);
  const perSecond = ((moved() - before.moved) / (performance.now() - before.at)) * 1000;
  return Math.abs(perSecond / LIMIT - 1) * 100;
}
