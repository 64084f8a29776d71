import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { inTurn } from '../harness/inTurn.ts';
import { GIB, MIB, type Scenario } from '../harness/scenario.ts';
import { median, pairwise } from '../harness/statistics.ts';
import { allThere, dropAndMove, startApp } from '../support/driving.ts';
import { sparseFile } from '../support/files.ts';
import { sampleMemory } from '../support/residentMemory.ts';

/** Memory before the drop is watched this long, ms. */
const IDLE_MS = 2000;

/** What a large layer costs the whole app in memory, and that this does not grow with its size. */
export const memory: Scenario = {
  name: 'memory',
  drivesApp: true,
  metrics: [
    { id: 'memory.growth_mib', unit: 'MiB', goal: '< 64' },
    { id: 'memory.by_size_mib', unit: 'MiB', goal: '< 16' },
    { id: 'memory.peak_mib', unit: 'MiB', goal: null },
  ],
  run: async ({ quick, rounds, folder }) => {
    const [small, large] = quick ? [256 * MIB, GIB] : [GIB, 16 * GIB];
    const { ofSmall, ofLarge } = await inTurn(
      { ofSmall: () => peakOf(folder, small), ofLarge: () => peakOf(folder, large) },
      rounds,
    );
    return {
      'memory.growth_mib': ofLarge.map(({ peak, idle }) => peak - idle),
      'memory.by_size_mib': pairwise(peaks(ofLarge), peaks(ofSmall), (one, other) => one - other),
      'memory.peak_mib': peaks(ofLarge),
    };
  },
};

interface Memory {
  /** MiB */
  readonly idle: number;
  readonly peak: number;
}

const peaks = (all: readonly Memory[]): readonly number[] => all.map(({ peak }) => peak);

async function peakOf(parent: string, size: number): Promise<Memory> {
  const folder = fs.mkdtempSync(path.join(parent, 'app-'));
  try {
    await using app = await startApp(folder);
    const idle = median(await sampleMemory(app.pid, delay(IDLE_MS)));
    const file = sparseFile(folder, 'layer', size, 1);
    await dropAndMove(app, [file]);
    return { idle, peak: Math.max(...(await sampleMemory(app.pid, allThere(app, file)))) };
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}
