import { parentPort } from 'node:worker_threads';
import { toErrorInfo } from '../../shared/errors.ts';
import type { LookMessage, LookReply } from '../engine/contents/contentsMessages.ts';
import { ContentsScan } from '../engine/contents/contentsScan.ts';
import { openFilesystemDriver } from '../engine/storage/filesystemDriver.ts';

/** Entry of the thread that looks inside one upload, from the first message until it is ended from outside. */
if (parentPort === null) throw new Error('the contents worker runs as a worker thread only');
const port = parentPort;
let scan: ContentsScan | null = null;
let looks = 0;

function answer({ seq, target, request }: LookMessage): LookReply {
  try {
    const { root, reach } = target;
    if (scan?.follow(reach) !== true) {
      void scan?.[Symbol.asyncDispose]();
      looks += 1;
      scan = new ContentsScan(openFilesystemDriver(root), reach, looks);
    }
    return { seq, ok: true, contents: scan.view(request) };
  } catch (error) {
    // What kept it from reading may be gone when it is asked again.
    void scan?.[Symbol.asyncDispose]();
    scan = null;
    return { seq, ok: false, error: toErrorInfo(error) };
  }
}

port.on('message', (message: LookMessage) => port.postMessage(answer(message)));
