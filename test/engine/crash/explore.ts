import { createHash } from 'node:crypto';
import { loadDigesterFactory } from '../../../electron/engine/digest/backend.ts';
import { checkState } from './afterCrash.ts';
import { type Breadth, crashStates } from './crashStates.ts';
import { type DigesterPool, digesterPool } from './digesterPool.ts';
import { hashOf } from './diskImage.ts';
import { expectationKey, NOTHING_EXPECTED } from './expectations.ts';
import { type Recording, record, type Scenario } from './lab.ts';
import { type Random, seededRandom } from './random.ts';
import type { DropSite } from './syncSites.ts';
import { Unsynced } from './unsynced.ts';

/** A disk that is not as it was promised. */
export interface Violation {
  readonly scenario: string;
  /** Power was lost after so many operations of the log. */
  readonly after: number;
  readonly wrong: readonly string[];
}

export interface ExploreOptions {
  /** Decides what is random: which of many combinations are built, and what overtakes what in the scenario. */
  readonly seed: number;
  /** 3 unless told. */
  readonly enough?: number;
  readonly dropped?: DropSite;
}

/** What a run of the tests can afford; `LAYERLIFT_CRASH_STATES` asks for about so many states in all. */
export function breadthFromEnvironment(): Breadth {
  const wanted = Number(process.env['LAYERLIFT_CRASH_STATES'] ?? 0);
  const factor = Math.max(1, wanted / 25_000);
  return { all: Math.round(64 * factor), random: Math.round(8 * factor) };
}

/** Explores one scenario after another; what was checked for one is not checked again for the next. */
export class Explorer {
  readonly #breadth: Breadth;
  readonly #pool: DigesterPool;
  readonly #states = new Set<string>();
  readonly #checked = new Set<string>();

  private constructor(breadth: Breadth, pool: DigesterPool) {
    this.#breadth = breadth;
    this.#pool = pool;
  }

  static async create(breadth: Breadth): Promise<Explorer> {
    return new Explorer(breadth, digesterPool(await loadDigesterFactory()));
  }

  /** Disks that differ from each other, random names aside. */
  get states(): number {
    return this.#states.size;
  }

  /** Checks: the same disk counts again where something else was promised of it. */
  get checks(): number {
    return this.#checked.size;
  }

  /**
   * Records a scenario, builds what a loss of power can leave after each of its operations, and checks every one.
   * Stops at `enough` violations.
   */
  async explore(scenario: Scenario, options: ExploreOptions): Promise<readonly Violation[]> {
    const { factory } = this.#pool;
    const random = seededRandom(options.seed);
    const { dropped } = options;
    const recording = await record(scenario, { factory, random, ...(dropped === undefined ? {} : { dropped }) });
    this.#pool.release();
    if (dropped !== undefined && recording.firstDropped === null) return [];
    return await this.#explore(recording, options.enough ?? 3, random);
  }

  async #explore(
    { scenario, base, log, marks, firstDropped }: Recording,
    enough: number,
    random: Random,
  ): Promise<readonly Violation[]> {
    const { layers, corrupt: tolerated = [], keepsHistory = true } = scenario;
    const tools = { pool: this.#pool, layers, tolerated, keepsHistory };
    const rename = renamer();
    const unsynced = new Unsynced(base);
    const violations: Violation[] = [];
    let expected = NOTHING_EXPECTED;
    let marked = 0;
    for (let after = 0; after <= log.length; after += 1) {
      const operation = log[after - 1];
      if (operation !== undefined) unsynced.push(operation);
      for (; (marks[marked]?.at ?? log.length + 1) <= after; marked += 1) {
        expected = marks[marked]?.mark(expected) ?? expected;
      }
      // Before that everything is as it should be, and is checked elsewhere.
      if (after < (firstDropped ?? 0)) continue;
      for (const image of crashStates(unsynced, this.#breadth, random)) {
        if (!this.#isNew(hashOf(image, rename), expectationKey(expected, rename))) continue;
        const wrong = await withoutStacks(() => checkState(image, expected, tools));
        if (wrong.length > 0) violations.push({ scenario: scenario.name, after, wrong });
        if (violations.length >= enough) return violations;
      }
    }
    return violations;
  }

  #isNew(state: string, key: string): boolean {
    const both = createHash('sha1').update(state).update(key).digest('base64');
    this.#states.add(state);
    if (this.#checked.has(both)) return false;
    this.#checked.add(both);
    return true;
  }
}

/** Puts numbers in the place of random names, in the order in which they are met. */
function renamer(): (text: string) => string {
  const numbers = new Map<string, number>();
  return (text) =>
    text.replaceAll(/~[0-9a-f]{24}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}/g, (name) => {
      const number = numbers.get(name) ?? numbers.size;
      numbers.set(name, number);
      return `#${number}`;
    });
}

/** Recovery meets thousands of missing files, and collecting the stack of each error takes longer than all the rest. */
async function withoutStacks<T>(task: () => Promise<T>): Promise<T> {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return await task();
  } finally {
    Error.stackTraceLimit = limit;
  }
}
