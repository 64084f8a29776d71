import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { expect } from 'vitest';
import { fileOps } from '../../../electron/engine/storage/fileOps.ts';
import { openFilesystemDriver } from '../../../electron/engine/storage/filesystemDriver.ts';
import { immediateOps } from '../../../electron/engine/storage/immediateOps.ts';
import { MUTATING } from '../../support/mutating.ts';
import { openFilesUnder } from '../../support/openFiles.ts';
import { tempDir } from '../../support/tempDir.ts';
import { storageDriverSuite } from './storageDriver.suite.ts';

/** A mutant that one kind of file system lets live, the other does as well. */
const PARENTS = MUTATING ? [tmpdir()] : [tmpdir(), '/dev/shm'].filter(existsSync);

/** Both kinds of operations keep the same contract; the first is what main and large layers use. */
const OPS = { 'handed over': fileOps, 'at once': immediateOps };

for (const parent of PARENTS) {
  for (const [how, ops] of Object.entries(OPS)) {
    storageDriverSuite(`filesystem in ${parent}, ${how}`, async () => {
      const dir = await tempDir(parent);
      return {
        driver: openFilesystemDriver(dir.path, ops),
        entries: () => readdir(dir.path, { recursive: true }),
        [Symbol.asyncDispose]: async () => {
          const left = await openFilesUnder(dir.path);
          await dir[Symbol.asyncDispose]();
          expect(left, 'files that nobody closed').toEqual([]);
        },
      };
    });
  }
}
