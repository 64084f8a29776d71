import { readdir, readlink } from 'node:fs/promises';
import path from 'node:path';

/** Files below `folder` that this process has open; only Linux tells, elsewhere none. Whoever is done has none left. */
export async function openFilesUnder(folder: string): Promise<readonly string[]> {
  if (process.platform !== 'linux') return [];
  const descriptors = '/proc/self/fd';
  const targets = await Promise.all(
    // The descriptor of the listing itself is gone by now.
    (await readdir(descriptors)).map((fd) => readlink(path.join(descriptors, fd)).catch(() => '')),
  );
  return targets.filter((target) => target.startsWith(folder + path.sep));
}
