import { describeExploration } from './explore.suite.ts';
import { killedAndRecovered, killedBesideSame, killedGoingBack } from './killedScenarios.ts';
import type { Death } from './lab.ts';

/** More than any of the processes makes. */
const SYNCS = 50;
/** From an upload that has begun to its end, in steps that fall on operations of every kind. */
const [FIRST, LAST, STEP] = [60, 250, 3];

const deaths: readonly Death[] = [
  ...Array.from({ length: SYNCS }, (_, count) => ({ after: 'syncs' as const, count })),
  ...Array.from({ length: (LAST - FIRST) / STEP }, (_, at) => ({
    after: 'operations' as const,
    count: FIRST + at * STEP,
  })),
];

const scenarios = deaths.flatMap((death) => [
  killedGoingBack(death),
  killedAndRecovered(death, 'finish'),
  killedAndRecovered(death, 'cancel'),
  killedBesideSame(death),
]);

describeExploration(
  'power lost after a kill, under the process that goes on',
  scenarios.map((scenario) => ({ scenario, seeds: 1 })),
  11_500,
);
