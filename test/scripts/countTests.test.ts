import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { add, countPlaywright, countRun, countsLine, countVitest, ONE_FAILURE } from '../../scripts/lib/countTests.ts';

const passedFile = { status: 'passed', assertionResults: [{ status: 'passed' }] };
const failedFile = { status: 'failed', assertionResults: [{ status: 'passed' }, { status: 'failed' }] };
const brokenFile = { status: 'failed', assertionResults: [] };

function vitest(passed: number, failed: number, testResults: unknown[], pending = 0) {
  return {
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: pending,
    numTodoTests: 0,
    testResults,
    success: failed === 0,
  };
}

function playwright(stats: Record<string, number>, errors: unknown[] = []) {
  return { stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0, ...stats }, errors, suites: [] };
}

describe('countVitest', () => {
  it('counts passed, failed and skipped tests', () => {
    expect(countVitest(vitest(4, 1, [passedFile, failedFile], 2))).toEqual({ passed: 4, failed: 1, skipped: 2 });
  });

  it('counts a file that could not even be loaded as a failure', () => {
    expect(countVitest(vitest(1, 0, [passedFile, brokenFile]))).toEqual({ passed: 1, failed: 1, skipped: 0 });
  });
});

describe('countPlaywright', () => {
  it('counts expected, unexpected and skipped tests', () => {
    expect(countPlaywright(playwright({ expected: 3, unexpected: 2, skipped: 1 }))).toEqual({
      passed: 3,
      failed: 2,
      skipped: 1,
    });
  });

  it('counts flaky tests and errors outside of tests as failures', () => {
    expect(countPlaywright(playwright({ expected: 3, flaky: 1 }, [{ message: 'no config' }])).failed).toBe(2);
  });
});

describe('countRun', () => {
  let folder: string;
  beforeAll(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'layerlift-counts-'));
  });
  afterAll(() => fs.rmSync(folder, { recursive: true }));

  function report(content: string): string {
    const file = path.join(folder, 'report.json');
    fs.writeFileSync(file, content);
    return file;
  }

  it('believes a readable report and a good exit code', () => {
    const file = report(JSON.stringify(vitest(1, 0, [passedFile])));
    expect(countRun(file, 0, countVitest)).toEqual({ passed: 1, failed: 0, skipped: 0 });
  });

  it('does not count a bad exit code twice when failed tests explain it', () => {
    const file = report(JSON.stringify(vitest(1, 1, [failedFile])));
    expect(countRun(file, 1, countVitest).failed).toBe(1);
  });

  it('counts a bad exit code without a failed test as a failure', () => {
    const file = report(JSON.stringify(vitest(1, 0, [passedFile])));
    expect(countRun(file, 1, countVitest)).toEqual({ passed: 1, failed: 1, skipped: 0 });
  });

  it('counts a run without any test as a failure', () => {
    expect(countRun(report(JSON.stringify(vitest(0, 0, []))), 0, countVitest).failed).toBe(1);
    expect(countRun(report(JSON.stringify(playwright({}))), 0, countPlaywright).failed).toBe(1);
  });

  it.each([
    ['cut off', '{"stats": {"expected": 3'],
    ['empty', ''],
    ['of another kind', '{"tests": 12}'],
    ['with a count that is none', JSON.stringify(playwright({ expected: -1 }))],
  ])('counts a report that is %s as a failure', (_, content) => {
    expect(countRun(report(content), 0, countPlaywright)).toEqual(ONE_FAILURE);
  });

  it('counts a missing report as a failure', () => {
    expect(countRun(path.join(folder, 'none.json'), 0, countVitest)).toEqual(ONE_FAILURE);
  });
});

it('adds up into one line', () => {
  const total = add({ passed: 3, failed: 0, skipped: 1 }, ONE_FAILURE, { passed: 2, failed: 1, skipped: 0 });
  expect(countsLine(total)).toBe('tests: 5 passed, 2 failed');
});
