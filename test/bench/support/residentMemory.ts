import fs from 'node:fs';
import { processTree } from '../../support/processTree.ts';
import { MIB } from '../harness/scenario.ts';

/** Memory of a process and all that it started, MiB: the sum of `VmRSS` (proc(5)); shared pages count in each. */
export function residentMemory(root: number): number {
  return processTree(root).reduce((sum, pid) => sum + residentOf(pid), 0);
}

function residentOf(pid: number): number {
  try {
    const kib = /^VmRSS:\s+(\d+) kB$/m.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    // A process that is ending has no memory any more.
    return (Number(kib ?? 0) * 1024) / MIB;
  } catch (error) {
    const errno = error instanceof Error && 'code' in error ? error.code : undefined;
    if (errno !== 'ENOENT' && errno !== 'ESRCH') throw error;
    return 0;
  }
}

/** Samples the memory of a process tree five times a second until `work` ends. */
export async function sampleMemory(root: number, work: Promise<unknown>): Promise<readonly number[]> {
  const samples = [residentMemory(root)];
  const timer = setInterval(() => samples.push(residentMemory(root)), 200);
  try {
    await work;
  } finally {
    clearInterval(timer);
  }
  return samples;
}
