/**
 * `npm run test:mutation`: tries mutants of the engine folder by folder, each on the tests that
 * `vitest.mutation.config.ts` has for its folder, and adds the folders up. Arguments are the folders to try; all without.
 */
import { readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { inProject, packageFolder } from './lib/project.ts';
import { run } from './lib/run.ts';

const FOLDERS = ['digest', 'storage', 'layers'];
/** Mutants that the tests must notice, percent. */
const ENOUGH = 85;

const report = z.object({
  files: z.record(z.string(), z.object({ mutants: z.array(z.object({ status: z.string() })) })),
});

interface Score {
  readonly noticed: number;
  readonly tried: number;
}

/** Ends with an error when the run of a folder does. */
async function tryFolder(folder: string): Promise<Score> {
  const stryker = path.join(packageFolder('@stryker-mutator/core'), 'bin', 'stryker.js');
  const mutate = `electron/engine/${folder}/**/*.ts,!electron/engine/**/*.d.ts`;
  const code = await run([process.execPath, stryker, 'run', '--mutate', mutate], {
    env: { LAYERLIFT_MUTATING: folder },
  });
  if (code !== 0) throw new Error(`The run of ${folder} ended with ${code}.`);
  for (const kind of ['json', 'html']) {
    renameSync(inProject(`.reports/mutation.${kind}`), inProject(`.reports/mutation-${folder}.${kind}`));
  }
  const { files } = report.parse(JSON.parse(readFileSync(inProject(`.reports/mutation-${folder}.json`), 'utf8')));
  const statuses = Object.values(files).flatMap(({ mutants }) => mutants.map(({ status }) => status));
  const count = (...wanted: readonly string[]): number => statuses.filter((status) => wanted.includes(status)).length;
  const noticed = count('Killed', 'Timeout');
  return { noticed, tried: noticed + count('Survived', 'NoCoverage') };
}

const percent = ({ noticed, tried }: Score): number => (100 * noticed) / tried;
const tell = (what: string, score: Score): void => {
  console.log(`${what}: ${percent(score).toFixed(1)} % of ${score.tried} mutants noticed`);
};

const wanted = process.argv.slice(2);
const scores = new Map<string, Score>();
for (const folder of FOLDERS.filter((name) => wanted.length === 0 || wanted.includes(name))) {
  scores.set(folder, await tryFolder(folder));
}
for (const [folder, score] of scores) tell(folder, score);
const total = [...scores.values()].reduce(
  (sum, { noticed, tried }) => ({ noticed: sum.noticed + noticed, tried: sum.tried + tried }),
  { noticed: 0, tried: 0 },
);
tell('total', total);
process.exitCode = percent(total) >= ENOUGH ? 0 : 1;
