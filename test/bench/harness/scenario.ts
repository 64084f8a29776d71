/** A number that a value has to reach, in the value's own unit. */
export type Goal = `${'<' | '<=' | '>='} ${number}`;

/** One number of the benchmark. */
export interface Metric {
  readonly id: string;
  readonly unit: string;
  /** Null where nothing is promised: the number explains others. */
  readonly goal: Goal | null;
  /** What stands for all runs; the median unless a limit must hold in every single one. */
  readonly summary?: 'median' | 'max';
}

/** How a scenario has to measure. */
export interface Plan {
  /** Smaller files and fewer rounds. */
  readonly quick: boolean;
  /** Rounds that count; one more comes before them and does not. */
  readonly rounds: number;
  /** An empty folder of the scenario's own, absolute; deleted afterwards. */
  readonly folder: string;
}

/** What was measured, by metric id: one value for each round. An empty list: it could not be measured here. */
export type Runs = Readonly<Record<string, readonly number[]>>;

/** Measures some metrics together, in a process of its own with nothing else of the benchmark beside it. */
export interface Scenario {
  readonly name: string;
  readonly metrics: readonly Metric[];
  /** Whether it drives the real app, for which it needs a display and an ordinary user to run as. */
  readonly drivesApp: boolean;
  run(plan: Plan): Promise<Runs>;
}

/** Sizes in bytes. */
export const KIB = 1024;
export const MIB = 1024 * KIB;
export const GIB = 1024 * MIB;
