import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { inProject } from '../../scripts/lib/project.ts';
import { capture } from '../../scripts/lib/run.ts';
import { quickTempDir } from '../support/tempDir.ts';

const check = (...files: readonly string[]) =>
  capture([process.execPath, '--import', 'tsx', inProject('scripts/workflows.ts'), ...files]);

describe('the check of workflows', () => {
  it('finds nothing in those that there are', () => {
    expect(check()).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it.each([
    ['a job that runs on nothing', 'steps:\n      - run: x', 'runs-on'],
    ['a key that there is not', 'runs-on: x\n    step: []\n    steps:\n      - run: x', 'step'],
    ['a context that there is not', 'runs-on: x\n    if: runer.os\n    steps:\n      - run: x', 'runer'],
    ['a job that waits for none', 'needs: b\n    runs-on: x\n    steps:\n      - run: x', 'b'],
    ['a script that there is not', 'runs-on: x\n    steps:\n      - run: npm ci && npm run nothing', 'nothing'],
  ])('refuses %s', async (_what, job, word) => {
    await using dir = await quickTempDir();
    const file = path.join(dir.path, 'made.yml');
    await writeFile(file, `on: push\njobs:\n  a:\n    ${job}\n`);
    const { code, stderr } = check(file);
    expect(code).toBe(1);
    expect(stderr).toContain(word);
  });
});
