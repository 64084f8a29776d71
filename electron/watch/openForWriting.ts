import { readdir, readFile, readlink } from 'node:fs/promises';
import { mapLimited } from '../ipc/mapLimited.ts';

/** Processes looked at together. */
const TOGETHER = 8;

const FLAGS = /^flags:\s+([0-7]+)$/m;
/** O_WRONLY and O_RDWR. */
const WRITING = 0o3;

/**
 * Which of these files a process has open for writing, as far as the system tells: on Linux of every process whose
 * open files we may see, which are those of the same person; elsewhere of none.
 * @param files real paths.
 * @see proc(5): /proc/pid/fd, /proc/pid/fdinfo
 */
export async function openForWriting(files: ReadonlySet<string>): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  if (process.platform !== 'linux' || files.size === 0) return found;
  const processes = (await names('/proc')).filter((name) => /^[0-9]+$/.test(name));
  await mapLimited(processes, TOGETHER, async (pid) => {
    for (const fd of await names(`/proc/${pid}/fd`)) {
      // A name and no more: what lies behind the descriptors of others may hang.
      const file = await readlink(`/proc/${pid}/fd/${fd}`).catch(() => '');
      if (files.has(file) && (await isWriting(pid, fd))) found.add(file);
    }
  });
  return found;
}

/** Nothing where the process is another person's, or has just ended. */
async function names(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => []);
}

async function isWriting(pid: string, fd: string): Promise<boolean> {
  const info = await readFile(`/proc/${pid}/fdinfo/${fd}`, 'utf8').catch(() => '');
  return (Number.parseInt(FLAGS.exec(info)?.[1] ?? '0', 8) & WRITING) !== 0;
}
