import { loadDigesterFactory } from '../../../electron/engine/digest/backend.ts';
import { checkState } from './afterCrash.ts';
import { type Breadth, crashStates } from './crashStates.ts';
import { type DigesterPool, digesterPool } from './digesterPool.ts';
import { hashOf } from './diskImage.ts';
import { expectationKey, NOTHING_EXPECTED } from './expectations.ts';
import { type Recording, record, type Scenario } from './lab.ts';
import { seededRandom } from './random.ts';
import type { DropSite } from './syncSites.ts';
import { Unsynced } from './unsynced.ts';

/** A disk that is not as it was promised. */
export interface Violation {
  readonly scenario: string;
  /** Power was lost after so many operations of the log. */
  readonly after: number;
  readonly wrong: readonly string[];
}

export interface Exploration {
  /** Disks that differ from each other, random names aside. */
  readonly states: number;
  readonly violations: readonly Violation[];
}

export interface ExploreOptions {
  readonly breadth: Breadth;
  readonly seed: number;
  /** Stops at so many violations. */
  readonly enough: number;
  readonly dropped?: DropSite;
}

/** What a run of the tests can afford; `LAYERLIFT_CRASH_STATES` asks for about so many states in all. */
export function breadthFromEnvironment(): Breadth {
  const wanted = Number(process.env['LAYERLIFT_CRASH_STATES'] ?? 0);
  const factor = Math.max(1, wanted / 25_000);
  return { all: Math.round(64 * factor), random: Math.round(8 * factor) };
}

/** Records a scenario, builds what a loss of power can leave after each of its operations, and checks every one. */
export async function explore(scenario: Scenario, options: ExploreOptions): Promise<Exploration> {
  const { seed, dropped } = options;
  const pool = digesterPool(await loadDigesterFactory());
  const random = seededRandom(seed);
  const { factory } = pool;
  const recording = await record(scenario, { factory, random, ...(dropped === undefined ? {} : { dropped }) });
  pool.release();
  return await exploreRecording(recording, pool, options);
}

async function exploreRecording(
  recording: Recording,
  pool: DigesterPool,
  { breadth, seed, enough }: ExploreOptions,
): Promise<Exploration> {
  const { scenario, base, log, marks } = recording;
  const { layers, corrupt: tolerated = [], keepsHistory = true } = scenario;
  const tools = { pool, layers, tolerated, keepsHistory };
  const random = seededRandom(seed);
  const rename = renamer();
  const unsynced = new Unsynced(base);
  const states = new Set<string>();
  const checked = new Set<string>();
  const violations: Violation[] = [];
  for (let after = 0; after <= log.length; after += 1) {
    const operation = log[after - 1];
    if (operation !== undefined) unsynced.push(operation);
    const expected = marks.filter(({ at }) => at <= after).reduce((known, { mark }) => mark(known), NOTHING_EXPECTED);
    const key = expectationKey(expected);
    for (const image of crashStates(unsynced, breadth, random)) {
      const state = hashOf(image, rename);
      states.add(state);
      if (checked.has(state + key)) continue;
      checked.add(state + key);
      const wrong = await checkState(image, expected, tools);
      if (wrong.length === 0) continue;
      violations.push({ scenario: scenario.name, after, wrong });
      if (violations.length >= enough) return { states: states.size, violations };
    }
  }
  return { states: states.size, violations };
}

/** Puts numbers in the place of random names, in the order in which they are met. */
function renamer(): (name: string) => string {
  const numbers = new Map<string, number>();
  return (name) => {
    if (!/^(?:~[0-9a-f]{24}|[0-9a-f]{8}-[0-9a-f-]{27})$/.test(name)) return name;
    const number = numbers.get(name) ?? numbers.size;
    numbers.set(name, number);
    return `#${number}`;
  };
}
