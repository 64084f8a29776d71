import fs from 'node:fs';
import os from 'node:os';
import { loadDigesterFactory } from '../../../electron/engine/digest/backend.ts';
import { inProject } from '../../../scripts/lib/project.ts';
import { capture } from '../../../scripts/lib/run.ts';

/** What the numbers were measured on. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly kernel: string;
  /** Of the folder that the scenarios work in. */
  readonly fileSystem: string;
}

export function describeMachine(folder: string): Machine {
  const cpus = os.cpus();
  return {
    cpu: cpus[0]?.model.trim() ?? 'unknown',
    cores: cpus.length,
    memoryGiB: Math.round(os.totalmem() / 1024 ** 3),
    kernel: `${os.type()} ${os.release()}`,
    fileSystem: capture(['stat', '-f', '-c', '%T', folder]).stdout.trim(),
  };
}

/** What was measured, and with which versions; absent programs have the version `absent`. */
export async function describeVersions(): Promise<Readonly<Record<string, string>>> {
  const electron = inProject('node_modules', 'electron', 'dist', 'version');
  const registry = capture(['docker-registry', '--version']);
  const skopeo = capture(['skopeo', '--version']);
  const commit = capture(['git', 'describe', '--always', '--dirty']);
  return {
    layerlift: (JSON.parse(fs.readFileSync(inProject('package.json'), 'utf8')) as { version: string }).version,
    commit: commit.code === 0 ? commit.stdout.trim() : 'absent',
    digester: (await loadDigesterFactory()).backend,
    node: process.versions.node,
    electron: fs.existsSync(electron) ? fs.readFileSync(electron, 'utf8').trim() : 'absent',
    skopeo: skopeo.code === 0 ? (skopeo.stdout.trim().split(/\s+/).at(-1) ?? 'unknown') : 'absent',
    dockerRegistry: registry.code === 0 ? (registry.stdout.trim().split(/\s+/).at(-1) ?? 'unknown') : 'absent',
  };
}
