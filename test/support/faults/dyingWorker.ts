import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { WORKER_SCRIPT } from '../managers.ts';

/**
 * Makes a script for transfer threads that end in the middle of their work: right after they have told an event of
 * the type that the file `deadlyEvent` in the same folder holds; without that file they live.
 */
export async function dyingWorkerScript(folder: string): Promise<URL> {
  const script = path.join(folder, 'dyingWorker.mjs');
  const source = `
    import { existsSync, readFileSync } from 'node:fs';
    import { parentPort } from 'node:worker_threads';
    const deadly = new URL('deadlyEvent', import.meta.url);
    const tell = parentPort.postMessage.bind(parentPort);
    parentPort.postMessage = (message) => {
      tell(message);
      if (existsSync(deadly) && readFileSync(deadly, 'utf8') === message.event?.type) process.exit(7);
    };
    await import(${JSON.stringify(WORKER_SCRIPT.href)});
  `;
  await writeFile(script, source);
  return pathToFileURL(script);
}
