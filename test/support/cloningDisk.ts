import { mkdir, open, rm } from 'node:fs/promises';
import path from 'node:path';
import { capture } from '../../scripts/lib/run.ts';
import { hasProgram, isRoot } from '../../scripts/lib/surroundings.ts';
import { tempDir } from './tempDir.ts';

/** XFS refuses to be smaller. */
const IMAGE_BYTES = 320 * 1024 * 1024;

/** A disk that can share blocks between files. `await using` takes it away again. */
export interface CloningDisk extends AsyncDisposable {
  readonly path: string;
}

/** Whether this user may mount a disk image, and has the tool to make one of XFS. */
export const canMountCloningDisks = (): boolean =>
  process.platform === 'linux' && isRoot() && hasProgram('mkfs.xfs') && hasProgram('losetup');

/** Makes an XFS in a file and mounts it; null where the kernel does not let us. */
export async function cloningDisk(): Promise<CloningDisk | null> {
  const folder = await tempDir();
  const image = path.join(folder.path, 'image');
  const at = path.join(folder.path, 'disk');
  const file = await open(image, 'w');
  await file.truncate(IMAGE_BYTES);
  await file.close();
  await mkdir(at);
  const made = capture(['mkfs.xfs', '-q', '-m', 'reflink=1', image]).code === 0;
  if (!made || capture(['mount', '-o', 'loop', image, at]).code !== 0) {
    await folder[Symbol.asyncDispose]();
    return null;
  }
  return {
    path: at,
    [Symbol.asyncDispose]: async () => {
      const { code, stderr } = capture(['umount', at]);
      if (code !== 0) throw new Error(`umount: ${stderr}`);
      await rm(image);
      await folder[Symbol.asyncDispose]();
    },
  };
}
