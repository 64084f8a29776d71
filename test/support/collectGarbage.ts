import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { registryConfiguration } from './dockerRegistry.ts';
import { tempDir } from './tempDir.ts';

/**
 * Runs the real `docker-registry garbage-collect` over a store to its end; resolves to what it printed.
 * @param options of the command, such as `--delete-untagged`.
 * @throws Error when it fails, with what it wrote to stderr.
 */
export async function collectGarbage(root: string, options: readonly string[] = []): Promise<string> {
  await using folder = await tempDir();
  const config = path.join(folder.path, 'config.yml');
  await writeFile(config, registryConfiguration(root, 0, 'unused'));
  const { stdout } = await promisify(execFile)('docker-registry', ['garbage-collect', ...options, config], {
    timeout: 60_000,
  });
  return stdout;
}
