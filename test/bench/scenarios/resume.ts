import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { AT_RISK_BYTES } from '../../../shared/checkpointing.ts';
import { startTs } from '../../support/tsProcess.ts';
import { inTurn } from '../harness/inTurn.ts';
import { GIB, MIB, type Scenario } from '../harness/scenario.ts';
import { pairwise } from '../harness/statistics.ts';
import { settle, solidFile, warm } from '../support/files.ts';

/**
 * What a kill costs: bytes that the next start hashes again, where the worst kill counts because it is a promise; and
 * time, from opening the store to the finish, that one kill at half of a layer adds.
 */
export const resume: Scenario = {
  name: 'resume',
  drivesApp: false,
  metrics: [
    { id: 'resume.rehashed_bytes_max', unit: 'B', goal: `<= ${AT_RISK_BYTES}`, summary: 'max' },
    { id: 'resume.kills', unit: 'kills', goal: null },
    { id: 'resume.extra_s', unit: 's', goal: '< 0.3' },
  ],
  run: async ({ quick, rounds, folder }) => {
    const kills = quick ? 4 : 10;
    const size = quick ? GIB : 4 * GIB;
    const file = solidFile(folder, 'layer', size);
    const root = path.join(folder, 'store');
    const rehashed: number[] = [];
    for (let kill = 0; kill <= kills; kill += 1) {
      // Somewhere in its own stretch of the layer, so that every kill finds something to interrupt.
      const killAt = kill === kills ? Number.POSITIVE_INFINITY : (size * (kill + Math.random())) / (kills + 1);
      const life = await liveUntil(root, file, killAt);
      if (kill > 0) rehashed.push(life.rehashed);
      if (life.digest !== null) await check(file, life.digest, kill === kills);
    }
    const upload = async (killAt: number | null): Promise<number> => {
      const store = fs.mkdtempSync(path.join(folder, 'store-'));
      warm(file);
      settle(folder);
      const before = killAt === null ? 0 : (await liveUntil(store, file, killAt)).elapsedMs;
      const { elapsedMs, digest } = await liveUntil(store, file, Number.POSITIVE_INFINITY);
      if (digest === null) throw new Error('it did not finish');
      fs.rmSync(store, { recursive: true });
      return before + elapsedMs;
    };
    const { whole, killed } = await inTurn({ whole: () => upload(null), killed: () => upload(size / 2) }, rounds);
    return {
      'resume.rehashed_bytes_max': rehashed,
      'resume.kills': [rehashed.length],
      'resume.extra_s': pairwise(killed, whole, (one, other) => (one - other) / 1000),
    };
  },
};

interface Life {
  readonly rehashed: number;
  /** Set when it finished. */
  readonly digest: string | null;
  /** ms of its work, from opening the store on; of a killed one, up to the last that it told. */
  readonly elapsedMs: number;
}

/** Lets a process go on with the upload, and kills it as soon as it says that it is past an offset. */
async function liveUntil(root: string, file: string, killAt: number): Promise<Life> {
  await using uploader = startTs('../bench/support/uploader.ts', [root, file]);
  let rehashed = 0;
  for (let line = await uploader.lines.next(); line.done !== true; line = await uploader.lines.next()) {
    const [word, value = '', ms] = line.value.split(' ');
    const elapsedMs = Number(ms);
    if (word === 'rehashed') rehashed = Number(value);
    if (word === 'finished') return { rehashed, digest: value, elapsedMs };
    if (word === 'offset' && Number(value) >= killAt) {
      process.stderr.write(`  killed at ${Math.round(Number(value) / MIB)} MiB\n`);
      return { rehashed, digest: null, elapsedMs };
    }
  }
  throw new Error('the uploader ended by itself');
}

async function check(file: string, digest: string, last: boolean): Promise<void> {
  if (!last) throw new Error('the layer was finished before it could be killed often enough');
  const hash = createHash('sha256');
  await pipeline(fs.createReadStream(file, { highWaterMark: MIB }), hash);
  const actual = `sha256:${hash.digest('hex')}`;
  if (actual !== digest) throw new Error(`the digest is ${digest}, should be ${actual}`);
}
