import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storageContract } from './contractScenario.ts';
import { Explorer } from './explore.ts';
import { goBack, killedAndRecovered, killedBesideSame, killedGoingBack, killedPlanning } from './killedScenarios.ts';
import type { Scenario } from './lab.ts';
import { cancel, finish, history, longGap, pauseAndResume, planned } from './scenarios.ts';
import { dropping, type SyncSite, syncSites } from './syncSites.ts';

/** From the fastest to the slowest: the first that notices is enough. */
const SCENARIOS: readonly Scenario[] = [storageContract, history, planned, finish, goBack, pauseAndResume, cancel];

/** Where a process relies on what another one left without a sync, the moment of the kill decides. */
const KILLED: readonly Scenario[] = Array.from({ length: 50 }, (_, count) => ({
  after: 'syncs' as const,
  count,
})).flatMap((death) => [
  killedAndRecovered(death, 'cancel'),
  killedBesideSame(death),
  killedAndRecovered(death, 'finish'),
  killedGoingBack(death),
  killedPlanning(death),
]);

const settles = ({ within, source }: SyncSite): boolean => within === 'settle' || source.includes('settle(');

/** Few combinations: what a missing sync breaks is broken in the very first ones. */
const FEW = { all: 12, random: 2 };

const sites = syncSites();

describe('a store without one of its syncs is caught', () => {
  const noticed: string[] = [];

  beforeAll(() => {
    expect(sites.length).toBeGreaterThan(15);
  });

  it.each(sites.map((site) => ({ site, name: `${site.file}:${site.line} ${site.within}: ${site.source}` })))(
    '$name',
    async ({ site, name }) => {
      for (const scenario of [...SCENARIOS, ...(settles(site) ? KILLED : []), longGap]) {
        const explorer = await Explorer.create(FEW);
        const [violation] = await explorer.explore(scenario, { seed: 1, enough: 1, dropped: dropping(site) });
        if (violation === undefined) continue;
        noticed.push(`${name}\n    ${violation.scenario}, operation ${violation.after}: ${violation.wrong[0]}`);
        return;
      }
      expect.unreachable('nothing notices that this sync is missing');
    },
    300_000,
  );

  afterAll(() => {
    console.log(
      `${noticed.length} of ${sites.length} sync sites, each missed when it is left out\n${noticed.join('\n')}`,
    );
  });
});
