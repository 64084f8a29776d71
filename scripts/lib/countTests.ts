import fs from 'node:fs';
import { z } from 'zod';

/** How many tests ran, and with what result. Skipped ones are named, so that nobody takes them for passed. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const NOTHING: Counts = { passed: 0, failed: 0, skipped: 0 };

/** Stands for what went wrong outside of any test: a check, a build, a runner that broke. */
export const ONE_FAILURE: Counts = { ...NOTHING, failed: 1 };

const vitestReport = z.object({
  numPassedTests: z.int().nonnegative(),
  numFailedTests: z.int().nonnegative(),
  numPendingTests: z.int().nonnegative(),
  numTodoTests: z.int().nonnegative(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) })),
});

const playwrightReport = z.object({
  stats: z.object({
    expected: z.int().nonnegative(),
    unexpected: z.int().nonnegative(),
    flaky: z.int().nonnegative(),
    skipped: z.int().nonnegative(),
  }),
  errors: z.array(z.unknown()),
});

/** Counts a report of Vitest's `json` reporter. A file that failed as a whole, before or after its tests, is a failure. */
export function countVitest(report: unknown): Counts {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = vitestReport.parse(report);
  const failedFiles = testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  return {
    passed: numPassedTests,
    failed: numFailedTests + failedFiles.length,
    skipped: numPendingTests + numTodoTests,
  };
}

/** Counts a report of Playwright's `json` reporter. An error outside of the tests is a failure; so is a flaky test. */
export function countPlaywright(report: unknown): Counts {
  const { stats, errors } = playwrightReport.parse(report);
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length, skipped: stats.skipped };
}

/**
 * What a runner did, from its report and its exit code. It never errs on the good side: no report, one that cannot be
 * read, no test at all, or a bad exit code without a failed test count as a failure.
 */
export function countRun(reportFile: string, exitCode: number, count: (report: unknown) => Counts): Counts {
  let counts: Counts;
  try {
    counts = count(JSON.parse(fs.readFileSync(reportFile, 'utf8')));
  } catch (error) {
    process.stderr.write(`${reportFile} cannot be counted: ${String(error).replace(/\s+/g, ' ')}\n`);
    return ONE_FAILURE;
  }
  const unexplained = counts.failed === 0 && (exitCode !== 0 || counts.passed + counts.skipped === 0);
  return unexplained ? add(counts, ONE_FAILURE) : counts;
}

/** Adds up. */
export function add(...all: readonly Counts[]): Counts {
  return all.reduce(
    (sum, next) => ({
      passed: sum.passed + next.passed,
      failed: sum.failed + next.failed,
      skipped: sum.skipped + next.skipped,
    }),
    NOTHING,
  );
}

/** The line that says it all, and that other programs read. */
export function countsLine({ passed, failed }: Counts): string {
  return `tests: ${passed} passed, ${failed} failed`;
}
