import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { breadthFromEnvironment, Explorer } from './explore.ts';
import type { Scenario } from './lab.ts';

/** One scenario with the seeds that it is run with. */
export interface Subject {
  readonly scenario: Scenario;
  readonly seeds: number;
}

/**
 * Explores scenarios and expects no disk that is not as it was promised, and at least `states` different ones in all.
 * Prints once how many there were and how long that took.
 */
export function describeExploration(title: string, subjects: readonly Subject[], states: number): void {
  describe(title, () => {
    let explorer: Explorer;
    const start = performance.now();

    beforeAll(async () => {
      explorer = await Explorer.create(breadthFromEnvironment());
    });

    it.each(subjects.map((subject) => ({ ...subject, name: subject.scenario.name })))(
      '$name',
      async ({ scenario, seeds }) => {
        for (let seed = 0; seed < seeds; seed += 1) {
          expect(await explorer.explore(scenario, { seed }), `seed ${seed}`).toEqual([]);
        }
      },
      600_000,
    );

    it(`has seen at least ${states} states`, () => {
      expect(explorer.states).toBeGreaterThanOrEqual(states);
    });

    afterAll(() => {
      const seconds = ((performance.now() - start) / 1000).toFixed(1);
      console.log(`${title}: ${explorer.states} crash states, ${explorer.checks} checks, ${seconds} s`);
    });
  });
}
