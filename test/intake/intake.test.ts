import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { findDigestBeside } from '../../electron/engine/uploads/checksumFiles.ts';
import { inspectSource } from '../../electron/engine/uploads/source.ts';
import type { FileInspection } from '../../electron/intake/inspectFiles.ts';
import { Intake } from '../../electron/intake/intake.ts';
import { Tokens } from '../../electron/ipc/tokens.ts';
import { LayerliftError } from '../../shared/errors.ts';
import { ASK_OVER, type IntakeView } from '../../shared/intake.ts';
import { quickTempDir, type TempDir, tempDir } from '../support/tempDir.ts';

let pushed: (IntakeView | null)[] = [];
const inspection: FileInspection = {
  engine: { inspectSource, findDigestBeside },
  tokens: new Tokens(100_000),
  duplicateOf: () => null,
  log: () => undefined,
};
const newIntake = () => new Intake(inspection, (view) => pushed.push(view));

async function plantMany(folder: TempDir, count: number): Promise<void> {
  const names = Array.from({ length: count }, (_, index) => `layer ${index}.tar`);
  await Promise.all(names.map((name) => writeFile(path.join(folder.path, name), name)));
}

/** The question, once it is asked. */
const question = () =>
  vi.waitFor(
    () => {
      const asked = pushed.find((view) => view?.phase === 'asking');
      if (asked == null) throw new Error('nothing was asked');
      return asked;
    },
    { timeout: 20_000 },
  );

beforeEach(() => {
  pushed = [];
});

describe('files on their way in', () => {
  it('are looked at without a word when they are few', async () => {
    await using folder = await tempDir();
    await plantMany(folder, 3);
    await mkdir(path.join(folder.path, 'sub'));
    await writeFile(path.join(folder.path, 'sub', 'x.tar'), 'x');
    const { candidates, error } = await newIntake().take([folder.path]);
    expect(candidates.map((one) => `${one.folder}|${one.name}`)).toEqual([
      '|layer 0.tar',
      '|layer 1.tar',
      '|layer 2.tar',
      'sub|x.tar',
    ]);
    expect(error).toBeNull();
    expect(pushed.some((view) => view?.phase === 'asking')).toBe(false);
  });

  it('are asked about when they are many, and looked at when a person says so', async () => {
    await using folder = await quickTempDir();
    await plantMany(folder, ASK_OVER + 1);
    const intake = newIntake();
    const taken = intake.take([folder.path]);
    const asked = await question();
    expect(asked.found).toBe(ASK_OVER + 1);
    // An answer to an older question is none.
    intake.proceed(asked.id - 1);
    intake.stop(asked.id - 1);
    const before = pushed.length;
    intake.announce();
    expect(pushed.slice(before)).toEqual([asked]);
    intake.proceed(asked.id);
    expect((await taken).candidates).toHaveLength(ASK_OVER + 1);
    expect(pushed.at(-1)).toBeNull();
  });

  it('are not looked at when a person says no, and the next ones are', async () => {
    await using folder = await quickTempDir();
    await plantMany(folder, ASK_OVER + 1);
    const intake = newIntake();
    const first = intake.take([folder.path]);
    const second = intake.take([path.join(folder.path, 'layer 1.tar')]);
    intake.stop((await question()).id);
    await expect(first).rejects.toMatchObject({ code: 'CANCELLED' });
    expect((await second).candidates).toMatchObject([{ name: 'layer 1.tar' }]);
    expect(pushed.at(-1)).toBeNull();
  });

  it('end with whoever asked for them', async () => {
    await using folder = await quickTempDir();
    await plantMany(folder, ASK_OVER + 1);
    const asker = new AbortController();
    const taken = newIntake().take([folder.path], asker.signal);
    await question();
    asker.abort(new LayerliftError('CANCELLED', 'the page is gone'));
    await expect(taken).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('may be on a disk that has stopped answering: a person can still stop', async () => {
    const hanging = {
      ...inspection,
      engine: { ...inspection.engine, inspectSource: () => new Promise<never>(() => undefined) },
    };
    const intake = new Intake(hanging, (view) => pushed.push(view));
    const taken = intake.take(['/some/file']);
    await vi.waitFor(() => expect(pushed.at(-1)).toMatchObject({ phase: 'looking', found: 1, looked: 0 }));
    intake.stop(pushed.at(-1)?.id ?? 0);
    await expect(taken).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});
