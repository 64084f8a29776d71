/**
 * Opens the writer of `<root>` `<path>` for appending, says `held` (or the code of the refusal) and keeps it until
 * the process or thread is ended from outside. Runs as a process (arguments) or as a worker thread (workerData).
 */
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { openFilesystemDriver } from '../../electron/engine/storage/filesystemDriver.ts';
import { toErrorInfo } from '../../shared/errors.ts';

const [root = '', path = ''] = isMainThread ? process.argv.slice(2) : (workerData as readonly string[]);

async function hold(): Promise<string> {
  try {
    const writer = await openFilesystemDriver(root).writer(path, { append: true });
    await writer.write(new Uint8Array([1]));
    return 'held';
  } catch (error) {
    return toErrorInfo(error).code;
  }
}

const answer = await hold();
if (isMainThread) process.stdout.write(`${answer}\n`);
else parentPort?.postMessage(answer);
// Something that is waited for keeps the process or thread alive.
setInterval(() => undefined, 60_000);
