import type { Digester, DigesterFactory } from '../../../electron/engine/digest/digester.ts';
import type { Algorithm } from '../../../shared/digest.ts';

/**
 * A factory that gives its digesters out again: making one costs as much as a whole recovery of a small store.
 * `release` takes all of them back, so nothing that used them may run on.
 */
export interface DigesterPool {
  readonly factory: DigesterFactory;
  release(): void;
}

export function digesterPool(made: DigesterFactory): DigesterPool {
  const free = new Map<Algorithm, Digester[]>();
  const given: Digester[] = [];
  return {
    factory: {
      backend: made.backend,
      create: async (algorithm) => {
        const digester = free.get(algorithm)?.pop() ?? (await made.create(algorithm));
        digester.reset();
        given.push(digester);
        return digester;
      },
    },
    release: () => {
      for (const digester of given.splice(0)) {
        free.set(digester.algorithm, [...(free.get(digester.algorithm) ?? []), digester]);
      }
    },
  };
}
