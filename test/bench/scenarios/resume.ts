import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { AT_RISK_BYTES } from '../../../shared/checkpointing.ts';
import { startTs } from '../../support/tsProcess.ts';
import { GIB, MIB, type Scenario } from '../harness/scenario.ts';
import { solidFile } from '../support/files.ts';

/** What a kill costs: bytes that the next start hashes again. A promise, so the worst kill counts. */
export const resume: Scenario = {
  name: 'resume',
  drivesApp: false,
  metrics: [
    { id: 'resume.rehashed_bytes_max', unit: 'B', goal: `<= ${AT_RISK_BYTES}`, summary: 'max' },
    { id: 'resume.kills', unit: 'kills', goal: null },
  ],
  run: async ({ quick, folder }) => {
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
    return { 'resume.rehashed_bytes_max': rehashed, 'resume.kills': [rehashed.length] };
  },
};

interface Life {
  readonly rehashed: number;
  /** Set when it finished. */
  readonly digest: string | null;
}

/** Lets a process go on with the upload, and kills it as soon as it says that it is past an offset. */
async function liveUntil(root: string, file: string, killAt: number): Promise<Life> {
  await using uploader = startTs('../bench/support/uploader.ts', [root, file]);
  let rehashed = 0;
  for (let line = await uploader.lines.next(); line.done !== true; line = await uploader.lines.next()) {
    const [word, value = ''] = line.value.split(' ');
    if (word === 'rehashed') rehashed = Number(value);
    if (word === 'finished') return { rehashed, digest: value };
    if (word === 'offset' && Number(value) >= killAt) {
      process.stderr.write(`  killed at ${Math.round(Number(value) / MIB)} MiB\n`);
      return { rehashed, digest: null };
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
