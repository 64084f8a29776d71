import { endianness } from 'node:os';

/**
 * `FICLONERANGE` of ioctl_ficlonerange(2), as `linux/fs.h` computes it: `_IOW(0x94, 13, struct file_clone_range)`, with
 * a struct of four 64-bit numbers.
 */
const FICLONERANGE = 0x4020940d;

const LITTLE_ENDIAN = endianness() === 'LE';

/** What must be a multiple of this, unless it ends with the source: a block of any file system that can clone. */
export const CLONE_ALIGNMENT = 4096;

type Ioctl = (fd: number, request: number, argument: Uint8Array) => Promise<number>;

let loaded: Promise<Ioctl | null> | null = null;

/**
 * Makes `length` bytes of an open file appear at the same position of another, by sharing their blocks: btrfs and XFS
 * can. Resolves to false, and has changed nothing, where the system or the two files do not allow it. What the source
 * still has in the page cache is written out first.
 */
export async function cloneRange(
  source: number,
  target: number,
  { position, length }: { readonly position: number; readonly length: number },
): Promise<boolean> {
  loaded ??= loadIoctl();
  const ioctl = await loaded;
  if (ioctl === null) return false;
  const argument = new DataView(new ArrayBuffer(32));
  argument.setBigInt64(0, BigInt(source), LITTLE_ENDIAN);
  argument.setBigUint64(8, BigInt(position), LITTLE_ENDIAN);
  argument.setBigUint64(16, BigInt(length), LITTLE_ENDIAN);
  argument.setBigUint64(24, BigInt(position), LITTLE_ENDIAN);
  return (await ioctl(target, FICLONERANGE, new Uint8Array(argument.buffer))) === 0;
}

async function loadIoctl(): Promise<Ioctl | null> {
  // On other processors the numbers of ioctl(2) may be others.
  if (process.platform !== 'linux' || !['x64', 'arm64'].includes(process.arch)) return null;
  const { default: koffi } = await import('koffi');
  const ioctl = koffi.load('libc.so.6').func('int ioctl(int fd, unsigned long request, void *argument)');
  return (fd, request, argument) =>
    new Promise((resolve, reject) => {
      ioctl.async(fd, request, argument, (error: Error | null, returned: number) => {
        if (error === null) resolve(returned);
        else reject(error);
      });
    });
}
