/**
 * The whole proof, in one command: formatting, lint and types, the build, the tests, the tests of the real app.
 * Every step runs whatever the ones before it gave; the last line counts, and the exit code agrees with it.
 * Only an interruption ends it early, and that counts as a failure.
 */
import fs from 'node:fs';
import path from 'node:path';
import { build, isBuildable, isBuilt } from './lib/build.ts';
import {
  add,
  type Counts,
  countPlaywright,
  countRun,
  countsLine,
  countVitest,
  NOTHING,
  ONE_FAILURE,
} from './lib/countTests.ts';
import { hasEndToEndTests, runEndToEndTests } from './lib/e2e.ts';
import { inProject, packageFolder } from './lib/project.ts';
import { type Command, run } from './lib/run.ts';
import { findSandbox, inSandbox } from './lib/sandbox.ts';

const reports = inProject('.reports');
const vitestReport = path.join(reports, 'vitest.json');
const playwrightReport = path.join(reports, 'playwright.json');

interface Step {
  readonly title: string;
  /** Undefined when there was nothing to do. */
  run(): Promise<Counts | undefined>;
}

const steps: readonly Step[] = [
  {
    title: 'Format and lint',
    run: async () => failureUnless(await run(tool('@biomejs/biome', 'bin/biome', 'check', '.'))),
  },
  { title: 'Types', run: async () => failureUnless(await run(tool('typescript', 'bin/tsc', '--build'))) },
  { title: 'Dead code and dependencies', run: async () => failureUnless(await findDeadCode()) },
  { title: 'Build', run: buildIfThere },
  { title: 'Tests', run: runTests },
  { title: 'Tests of the real app', run: runEndToEnd },
];

let interrupted = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    interrupted = true;
  });
}

process.exitCode = await main();

async function main(): Promise<number> {
  // A report of an earlier run must not be counted for this one.
  fs.rmSync(reports, { recursive: true, force: true });
  const results: { title: string; counts: Counts | undefined; seconds: number }[] = [];
  for (const { title, run: step } of steps) {
    if (interrupted) {
      results.push({ title: 'Interrupted', counts: ONE_FAILURE, seconds: 0 });
      break;
    }
    process.stdout.write(`\n── ${title} ${'─'.repeat(Math.max(0, 60 - title.length))}\n`);
    const startedAt = performance.now();
    const counts = await step();
    results.push({ title, counts, seconds: (performance.now() - startedAt) / 1000 });
  }
  process.stdout.write(`\n── Summary ${'─'.repeat(53)}\n`);
  for (const { title, counts, seconds } of results) {
    process.stdout.write(`${title.padEnd(24)}${outcome(counts).padEnd(40)}${seconds.toFixed(1).padStart(6)} s\n`);
  }
  const total = add(...results.map(({ counts }) => counts ?? NOTHING));
  process.stdout.write(`${countsLine(total)}\n`);
  return total.failed === 0 ? 0 : 1;
}

function outcome(counts: Counts | undefined): string {
  if (counts === undefined) return 'nothing to do';
  const { passed, failed, skipped } = counts;
  if (passed + skipped === 0) return failed === 0 ? 'ok' : 'failed';
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

function failureUnless(exitCode: number): Counts {
  return exitCode === 0 ? NOTHING : ONE_FAILURE;
}

function tool(packageName: string, bin: string, ...args: readonly string[]): Command {
  return [process.execPath, path.join(packageFolder(packageName), bin), ...args];
}

/** Everything, and once more what is shipped alone: that must not need what only development brings. */
async function findDeadCode(): Promise<number> {
  const all = await run(tool('knip', 'bin/knip.js', '--no-progress', '--no-config-hints'));
  return (
    all ||
    (await run(
      tool('knip', 'bin/knip.js', '--no-progress', '--no-config-hints', '--production', '--strict', '--dependencies'),
    ))
  );
}

async function buildIfThere(): Promise<Counts | undefined> {
  if (isBuildable()) return failureUnless(await build());
  process.stdout.write('Not all parts of the app are there yet; nothing is built.\n');
  return undefined;
}

/** As an ordinary user also when root runs it: a test of a folder that may not be written means nothing to root. */
async function runTests(): Promise<Counts> {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${vitestReport}`];
  const exitCode = await run(inSandbox(findSandbox(), tool('vitest', 'vitest.mjs', 'run', ...reporters)));
  return countRun(vitestReport, exitCode, countVitest);
}

async function runEndToEnd(): Promise<Counts | undefined> {
  if (!hasEndToEndTests()) {
    process.stdout.write('There are no end-to-end tests in test/e2e yet.\n');
    return undefined;
  }
  if (!isBuilt()) {
    process.stdout.write('The app is not built from its present sources, so it cannot be tested.\n');
    return ONE_FAILURE;
  }
  return countRun(playwrightReport, await runEndToEndTests([]), countPlaywright);
}
