import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { explain } from '../../../shared/errorWords.ts';
import type { Journey, Step } from '../../support/faults/fullDiskJourney.ts';
import { canMountSmallDisks, onSmallDisk, type Scarce } from '../../support/smallDisk.ts';
import { tempDir } from '../../support/tempDir.ts';
import { startTs } from '../../support/tsProcess.ts';

const DISK_BYTES = 4 * 1024 * 1024;
const DISK_FILES = 400;

async function journeys(scarce: Scarce, count: number): Promise<readonly Journey[]> {
  await using dir = await tempDir();
  const disk = path.join(dir.path, 'disk');
  await mkdir(disk);
  const args = [disk, scarce, String(count)];
  await using child = startTs('faults/fullDiskJourney.ts', args, onSmallDisk(disk, DISK_BYTES, DISK_FILES));
  const told: Journey[] = [];
  for (let line = await child.lines.next(); line.done !== true; line = await child.lines.next()) {
    told.push(JSON.parse(line.value) as Journey);
  }
  return told;
}

const stepsOf = ({ begin, move, rename, finish, cancel }: Journey): Step => [
  ...begin,
  ...move,
  ...rename,
  ...finish,
  ...cancel,
];

/** What in the store had no room, each named once; ids, offsets and digests do not matter. */
function hit(told: readonly Journey[]): readonly string[] {
  const names = told.flatMap(stepsOf).map(({ details }) => path.basename(String(details['path'])));
  return [
    ...new Set(names.map((name) => (/^\d+$/.test(name) ? 'hash state' : name.replace(/^[0-9a-f-]{36}$/, 'id')))),
  ].sort();
}

describe.runIf(canMountSmallDisks())('a disk that is really full', () => {
  it('stops uploads wherever it fills up, and they go on by themselves', async () => {
    const files = ['data', 'hash state', 'history.jsonl', 'layerlift.checkpoints', 'layerlift.json', 'startedat'];
    // Stories are written beside the work: which file is left without the last page is a matter of luck.
    const told = [...(await journeys('pages', 18))];
    while (hit(told).length < files.length && told.length < 54) told.push(...(await journeys('pages', 18)));
    expect(told.flatMap(({ wrong }) => wrong)).toEqual([]);
    expect(new Set(told.flatMap(stepsOf).map(({ code }) => code))).toEqual(new Set(['DISK_FULL']));
    expect(hit(told)).toEqual(files);
    // What is missing and the bookkeeping, less what is free.
    const [trouble] = told[3]?.move ?? [];
    const { remedy } = explain({ code: 'DISK_FULL', details: trouble?.details ?? {} });
    expect(remedy).toMatch(/^Free 1\.\d MB on it besides the \d+ (B|kB) that are free, then resume/);
  }, 60_000);

  it('stops them where there is no room for one more file, and they go on when told to', async () => {
    const told = await journeys('files', 12);
    expect(told.map(({ wrong }) => wrong)).toEqual(Array.from({ length: 12 }, () => []));
    const names = ['link', 'id', 'data', 'hash state', 'history.jsonl', 'layerlift.checkpoints', 'layerlift.json'];
    expect(hit(told)).toEqual([...names, 'startedat'].sort());
  }, 60_000);
});
