import fs from 'node:fs/promises';
import path from 'node:path';
import { LayerliftError } from '../shared/errors.ts';
import type { Engine } from './ipc/engineTypes.ts';

/** Takes the engine's place until its upload manager is there: looks at files, opens no store. */
export const engine: Engine = {
  openManager: async ({ root }) => {
    throw new LayerliftError('STORE_MISSING', 'this build has no engine', { root });
  },
  inspectSource: async (file) => {
    const stat = await fs.stat(file).catch((cause: unknown) => {
      throw new LayerliftError('SOURCE_NOT_FOUND', 'no such file', { path: file }, cause);
    });
    if (!stat.isFile()) throw new LayerliftError('SOURCE_NOT_A_FILE', 'not a file', { path: file, kind: 'other' });
    return { name: path.basename(file), size: stat.size };
  },
  findDigestBeside: async () => null,
};
