import { parentPort, workerData } from 'node:worker_threads';
import { toErrorInfo } from '../../shared/errors.ts';
import { RateLimit } from '../engine/uploads/rateLimit.ts';
import { DISCARD, type WorkerReply, type WorkerRequest, type WorkerSetup } from '../engine/uploads/transferJob.ts';
import { runJob } from './runJob.ts';

/** Entry of a transfer thread: runs one job at a time, and answers `stop` at any moment of it. */
if (parentPort === null) throw new Error('the transfer worker runs as a worker thread only');
const port = parentPort;
const rateLimit = new RateLimit((workerData as WorkerSetup).rateLimit);
const reply = (message: WorkerReply): void => port.postMessage(message);

let stopping = new AbortController();
let recorded: () => void = () => undefined;

port.on('message', (request: WorkerRequest) => {
  switch (request.type) {
    case 'stop':
      stopping.abort(request.discard ? DISCARD : undefined);
      return;
    case 'recorded':
      recorded();
      return;
    case 'run':
      stopping = new AbortController();
      void runJob(request.job, {
        signal: stopping.signal,
        rateLimit,
        emit: (event) => reply({ type: 'event', event }),
        retire: (event) =>
          new Promise((resolve) => {
            recorded = resolve;
            reply({ type: 'event', event });
          }),
      })
        .catch((error: unknown) => ({
          kind: 'failed' as const,
          error: toErrorInfo(error),
          position: null,
        }))
        .then((result) => reply({ type: 'result', result }));
  }
});
