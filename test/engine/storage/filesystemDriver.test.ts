import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { openFilesystemDriver } from '../../../electron/engine/storage/filesystemDriver.ts';
import { tempDir } from '../../support/tempDir.ts';
import { storageDriverSuite } from './storageDriver.suite.ts';

for (const parent of [tmpdir(), '/dev/shm'].filter(existsSync)) {
  storageDriverSuite(`filesystem in ${parent}`, async () => {
    const dir = await tempDir(parent);
    return {
      driver: openFilesystemDriver(dir.path),
      entries: () => readdir(dir.path, { recursive: true }),
      [Symbol.asyncDispose]: () => dir[Symbol.asyncDispose](),
    };
  });
}
