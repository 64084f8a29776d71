import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { expect } from 'vitest';
import { openFilesystemDriver } from '../../../electron/engine/storage/filesystemDriver.ts';
import { MUTATING } from '../../support/mutating.ts';
import { openFilesUnder } from '../../support/openFiles.ts';
import { tempDir } from '../../support/tempDir.ts';
import { storageDriverSuite } from './storageDriver.suite.ts';

/** A mutant that one kind of file system lets live, the other does as well. */
const PARENTS = MUTATING ? [tmpdir()] : [tmpdir(), '/dev/shm'].filter(existsSync);

for (const parent of PARENTS) {
  storageDriverSuite(`filesystem in ${parent}`, async () => {
    const dir = await tempDir(parent);
    return {
      driver: openFilesystemDriver(dir.path),
      entries: () => readdir(dir.path, { recursive: true }),
      [Symbol.asyncDispose]: async () => {
        const left = await openFilesUnder(dir.path);
        await dir[Symbol.asyncDispose]();
        expect(left, 'files that nobody closed').toEqual([]);
      },
    };
  });
}
