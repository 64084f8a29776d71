import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { pathFor } from '../../../electron/engine/layers/paths.ts';
import { AT_RISK_BYTES } from '../../../shared/checkpointing.ts';
import { type Chance, chance, SEED } from '../../support/chance.ts';
import { type Json, startCli } from '../../support/cli.ts';
import { digestOf, REPOSITORY, servedBytes, tree } from '../../support/layers.ts';
import { openManager, sourceFile } from '../../support/managers.ts';
import { seededBytes } from '../../support/seededBytes.ts';
import { tempDir } from '../../support/tempDir.ts';

/** A soak asks for more. */
const KILLS = Number(process.env['LAYERLIFT_KILLS'] ?? 20);
const MIB = 1024 * 1024;
const LAYER_BYTES = 160 * MIB;
/** Slow enough for several deaths a layer. */
const RATE = '200Mi';
/** How long a process lives at most, ms: from before it has begun to after it has finished. */
const LIFE_MS = 1100;

/** What there is of a layer in the store. */
interface Left {
  readonly id: string;
  readonly state: string;
  /** bytes */
  readonly offset: number;
  readonly checkpointed: number;
}

interface Tally {
  kills: number;
  movedBytes: number;
  rehashedMax: number;
}

describe('a real upload process', { timeout: 60_000 + 5000 * KILLS }, () => {
  it(`loses nothing to ${KILLS} SIGKILLs at random moments (LAYERLIFT_SEED=${SEED})`, async () => {
    const random = chance(SEED);
    const tally: Tally = { kills: 0, movedBytes: 0, rehashedMax: 0 };
    const startedAt = performance.now();
    let layers = 0;
    for (; tally.kills < KILLS; layers += 1) {
      await moveUnderKills(seededBytes(SEED + layers, LAYER_BYTES + random.upTo(MIB)), random, tally);
    }
    const [moved, most] = [tally.movedBytes, tally.rehashedMax].map((bytes) => `${Math.round(bytes / MIB)} MiB`);
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    console.log(`${tally.kills} kills, ${layers} layers, ${moved} moved, at most ${most} hashed again, ${seconds} s`);
  });
});

/** Lets one process after another go on with a layer, and kills each, until one was fast enough to finish. */
async function moveUnderKills(bytes: Uint8Array, random: Chance, tally: Tally): Promise<void> {
  await using dir = await tempDir();
  const store = path.join(dir.path, 'store');
  await mkdir(store);
  const file = await sourceFile(dir.path, 'layer.tar', bytes);
  for (let before: Left | null = null; ; ) {
    const what = before === null ? ['upload', file, '--repository', REPOSITORY] : ['resume', before.id];
    const events = await livesFor(random.upTo(LIFE_MS), [...what, '--store', store, '--limit-rate', RATE, '--json']);
    const left = await leftIn(store);
    expectKept(events, before, left, tally);
    if (left?.state === 'finished') return await expectServed(store, bytes);
    tally.kills += 1;
    before = left;
  }
}

/** Runs a command for so many ms at most; what it said by then. */
async function livesFor(ms: number, args: readonly string[]): Promise<readonly Json[]> {
  await using cli = startCli(args);
  await Promise.race([cli.ended, delay(ms)]);
  cli.child.kill('SIGKILL');
  const { code, json, stderr } = await cli.ended;
  expect([0, null], stderr).toContain(code);
  return json;
}

/** Opens the store as the next start would. */
async function leftIn(store: string): Promise<Left | null> {
  const manager = await openManager(store);
  try {
    const [upload] = manager.list();
    const [end] = await manager.history();
    if (upload === undefined) {
      return end === undefined ? null : { id: end.id, state: end.outcome, offset: end.size, checkpointed: end.size };
    }
    const { id, status, offset, checkpointed } = upload;
    return { id, state: status.kind, offset, checkpointed };
  } finally {
    await manager.close();
  }
}

/** What a process said, and what was there before it, is there after it. */
function expectKept(events: readonly Json[], before: Left | null, left: Left | null, tally: Tally): void {
  const of = (type: string): Json | undefined => events.findLast((event) => event['type'] === type);
  const [added, opened, progress] = [of('added'), of('opened'), of('progress')];
  const id = before?.id ?? added?.['id'];
  if (id !== undefined) expect(left?.id).toBe(id);
  if (of('finished') !== undefined) expect(left?.state).toBe('finished');
  const safe = Math.max(before?.checkpointed ?? 0, Number(progress?.['checkpointed'] ?? 0));
  expect(left?.checkpointed ?? 0).toBeGreaterThanOrEqual(safe);
  expect((left?.offset ?? 0) - (left?.checkpointed ?? 0)).toBeLessThanOrEqual(AT_RISK_BYTES);
  if (opened === undefined) return;
  // The gap that was told before is what it costs, and nothing of the source is taken twice.
  expect(opened).toMatchObject({ rehashedBytes: (before?.offset ?? 0) - (before?.checkpointed ?? 0), copiedTwice: 0 });
  tally.rehashedMax = Math.max(tally.rehashedMax, Number(opened['rehashedBytes']));
  tally.movedBytes += (left?.offset ?? 0) - Number(opened['offset']);
}

/** The layer is served, with all its bytes, and nothing of its upload is left. */
async function expectServed(store: string, bytes: Uint8Array): Promise<void> {
  const digest = digestOf(bytes);
  expect(Buffer.compare(await servedBytes(store, digest), bytes)).toBe(0);
  const link = pathFor({ kind: 'layerLink', repository: REPOSITORY, digest });
  expect(await readFile(path.join(store, link), 'utf8')).toBe(digest);
  expect((await tree(store)).filter((name) => /_uploads\/|trash\/|staging\//.test(name))).toEqual([]);
}
