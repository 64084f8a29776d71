import fc from 'fast-check';
import { describe, it } from 'vitest';
import { loadDigesterFactory } from '../../../electron/engine/digest/backend.ts';
import { SEED } from '../../support/chance.ts';
import { seededBytes } from '../../support/seededBytes.ts';
import { damaging } from './damaging.ts';
import { ending } from './ending.ts';
import { moving } from './moving.ts';
import { type Model, World } from './world.ts';

/** Runs of up to `MAX_COMMANDS` commands each; a soak asks for more. */
const RUNS = Number(process.env['LAYERLIFT_MODEL_RUNS'] ?? 500);
const MAX_COMMANDS = 60;
/** Bytes of the source: a few dozen blocks of the digest, so that cuts fall on and beside its edges. */
const SIZE = 3_000;

describe('an upload, whatever is done to it', { timeout: 60_000 + 200 * RUNS }, () => {
  it(`holds what a byte array would (${RUNS} runs, seed ${SEED})`, async () => {
    const factory = await loadDigesterFactory();
    const commands = fc.commands([...moving(SIZE), ...moving(SIZE), ...damaging(SIZE), ...ending], {
      maxCommands: MAX_COMMANDS,
      size: 'max',
    });
    const alias = fc.constantFrom(null, null, null, 'sha384' as const, 'sha512' as const);
    await fc.assert(
      fc.asyncProperty(commands, alias, fc.nat(), async (run, algorithm, seed) => {
        await fc.asyncModelRun(async () => {
          const model: Model = {
            data: new Uint8Array(),
            source: seededBytes(seed, SIZE),
            open: false,
            trusted: null,
            doubtedFrom: null,
            undoubted: 0,
            blobs: new Map(),
            alias: algorithm,
          };
          return { model, real: await World.create(factory) };
        }, run);
      }),
      { numRuns: RUNS, seed: SEED },
    );
  });
});
