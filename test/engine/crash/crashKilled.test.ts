import { describeExploration } from './explore.suite.ts';
import {
  killedAndRecovered,
  killedBesideSame,
  killedGoingBack,
  killedPlanning,
  killedPurging,
} from './killedScenarios.ts';
import type { Death, Scenario } from './lab.ts';

/** More than any of the processes makes. */
const SYNCS = 50;
/** From an upload that has begun to its end, in steps that fall on operations of every kind. */
const [FIRST, LAST, STEP] = [60, 250, 3];

const counts = (length: number): readonly number[] => Array.from({ length }, (_, index) => index);
const afterSyncs = (count: number): Death => ({ after: 'syncs', count });

const bySyncs = counts(SYNCS).map(afterSyncs);
const byOperations = counts((LAST - FIRST) / STEP).map(
  (at): Death => ({ after: 'operations', count: FIRST + at * STEP }),
);

const killedAt = (deaths: readonly Death[]): readonly Scenario[] =>
  deaths.flatMap((death) => [
    killedGoingBack(death),
    killedAndRecovered(death, 'finish'),
    killedAndRecovered(death, 'cancel'),
    killedBesideSame(death),
    killedPlanning(death),
  ]);

const once = [
  ...killedAt(byOperations),
  ...counts(30).map((count) => killedPurging(afterSyncs(count))),
  // While it finishes or cancels, and while the next one recovers from that.
  ...counts(12).flatMap((first) =>
    counts(6).flatMap((again) => [
      killedAndRecovered(afterSyncs(26 + first), 'finish', afterSyncs(3 + 3 * again)),
      killedAndRecovered(afterSyncs(20 + first), 'cancel', afterSyncs(3 + 3 * again)),
    ]),
  ),
];

describeExploration(
  'power lost after a kill, under the process that goes on',
  // Another seed draws other combinations: the most of them there are right before a sync.
  [
    ...killedAt(bySyncs).map((scenario) => ({ scenario, seeds: 2 })),
    ...once.map((scenario) => ({ scenario, seeds: 1 })),
  ],
  15_000,
);
