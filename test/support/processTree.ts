import fs from 'node:fs';

interface Process {
  readonly pid: number;
  readonly parent: number;
}

/** All processes of this machine with their parents, from `/proc/<pid>/stat` (proc(5)). */
function processes(): Process[] {
  const found: Process[] = [];
  for (const name of fs.readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = fs.readFileSync(`/proc/${name}/stat`, 'utf8');
      // The name in parentheses may hold anything; the state and the parent follow the last one.
      const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      // A zombie has ended; only nobody has asked how.
      if (state !== 'Z') found.push({ pid: Number(name), parent: Number(parent) });
    } catch (error) {
      // Ended while we looked.
      const errno = error instanceof Error && 'code' in error ? error.code : undefined;
      if (errno !== 'ENOENT' && errno !== 'ESRCH') throw error;
    }
  }
  return found;
}

/** A process and everything it started, the oldest first. */
export function processTree(root: number): number[] {
  const all = processes();
  const tree = [root];
  for (const pid of tree) tree.push(...all.filter(({ parent }) => parent === pid).map((child) => child.pid));
  return tree;
}

/** Ends a process and everything it started at once and without a chance to clean up: SIGKILL, by their ids. */
export function killTree(root: number): void {
  for (const pid of processTree(root)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
  }
}

/** Resolves when none of these processes is there any more: what they had open is closed, and nobody writes there. */
export async function untilGone(pids: readonly number[]): Promise<void> {
  const isThere = (pid: number): boolean => processes().some((process) => process.pid === pid);
  while (pids.some(isThere)) await new Promise((resolve) => setTimeout(resolve, 10));
}

/** Processes whose command line holds `text`, which must be nobody else's: a folder of the test's own, say. */
export function processesNaming(text: string): number[] {
  return processes()
    .map(({ pid }) => pid)
    .filter((pid) => pid !== process.pid && commandLine(pid).includes(text));
}

/** Empty for a process that has just ended. */
function commandLine(pid: number): string {
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
