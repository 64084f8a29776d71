import type { Machine } from './machine.ts';
import type { Metric } from './scenario.ts';
import { meets, summarize } from './statistics.ts';

/** A measured metric; `value` is null when it could not be measured here. */
export interface Result {
  readonly id: string;
  readonly value: number | null;
  readonly unit: string;
  readonly goal: string | null;
  /** Null without a goal or a value. */
  readonly met: boolean | null;
  readonly runs: readonly number[];
}

/** Under what circumstances a scenario ran: on a shared machine they say how far its numbers can be trusted. */
export interface Condition {
  readonly scenario: string;
  readonly seconds: number;
  /** Load averages over one minute. */
  readonly loadBefore: number;
  readonly loadAfter: number;
  /** False when the scenario failed: its metrics have no value then. */
  readonly ok: boolean;
}

/** All that `--json` gives. */
export interface Report {
  readonly machine: Machine;
  readonly versions: Readonly<Record<string, string>>;
  /** ISO 8601 */
  readonly startedAt: string;
  readonly quick: boolean;
  readonly conditions: readonly Condition[];
  readonly results: readonly Result[];
}

export function toResult(metric: Metric, runs: readonly number[]): Result {
  const { id, unit, goal } = metric;
  const value = summarize(metric, runs);
  return { id, value, unit, goal, met: meets(goal, value), runs };
}

const HEAD = ['id', 'value', 'spread', 'unit', 'goal', 'met'] as const;

/** A table for people, with the span from the least to the greatest run. */
export function toTable(results: readonly Result[]): string {
  const rows = results.map(({ id, value, unit, goal, met, runs }) => [
    id,
    value === null ? '–' : short(value),
    runs.length < 2 ? '' : `${short(Math.min(...runs))} … ${short(Math.max(...runs))}`,
    unit,
    goal ?? '',
    met === null ? '' : met ? 'yes' : 'NO',
  ]);
  const lines = [HEAD, ...rows];
  const widths = HEAD.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function short(value: number): string {
  const size = Math.abs(value);
  return value.toFixed(Number.isInteger(value) || size >= 100 ? 0 : size >= 10 ? 1 : 2);
}
