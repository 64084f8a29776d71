import type { Goal, Metric } from './scenario.ts';

/** What stands for all runs of a metric; null when there are none. */
export function summarize({ summary }: Metric, runs: readonly number[]): number | null {
  if (runs.length === 0) return null;
  return summary === 'max' ? Math.max(...runs) : median(runs);
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low, high] = sorted.length % 2 === 1 ? [middle, middle] : [middle - 1, middle];
  return ((sorted[low] ?? Number.NaN) + (sorted[high] ?? Number.NaN)) / 2;
}

/** Combines two series of the same rounds, round by round: what disturbed a round disturbed both. */
export function pairwise(
  a: readonly number[],
  b: readonly number[],
  combine: (a: number, b: number) => number,
): readonly number[] {
  return a.map((value, round) => combine(value, b[round] ?? Number.NaN));
}

/** `a / b`, round by round. */
export function ratios(a: readonly number[], b: readonly number[]): readonly number[] {
  return pairwise(a, b, (one, other) => one / other);
}

/** Whether a value is as its goal wants it; null when there is no goal or no value. */
export function meets(goal: Goal | null, value: number | null): boolean | null {
  if (goal === null || value === null) return null;
  const limit = Number(goal.slice(goal.indexOf(' ')));
  if (goal.startsWith('<=')) return value <= limit;
  return goal.startsWith('<') ? value < limit : value >= limit;
}
