import { parentPort, workerData } from 'node:worker_threads';
import { LayerliftError, toErrorInfo } from '../../shared/errors.ts';
import type { BackendChoice } from '../../shared/settings.ts';
import { loadDigesterFactory } from '../engine/digest/backend.ts';
import { RateLimit } from '../engine/uploads/rateLimit.ts';
import {
  DISCARD,
  type TransferJob,
  type WorkerReply,
  type WorkerRequest,
  type WorkerSetup,
} from '../engine/uploads/transferJob.ts';
import { runJob } from './runJob.ts';

/** Entry of a transfer thread: runs jobs, and answers `stop` at any moment of each. */
if (parentPort === null) throw new Error('the transfer worker runs as a worker thread only');
const port = parentPort;
const rateLimit = new RateLimit((workerData as WorkerSetup).rateLimit);
const reply = (message: WorkerReply): void => port.postMessage(message);

interface RunningJob {
  readonly stopping: AbortController;
  /** Set while it waits for its layer to be put on record. */
  recorded: (done: boolean) => void;
}

const jobs = new Map<number, RunningJob>();

port.on('message', (request: WorkerRequest) => {
  const { number } = request;
  switch (request.type) {
    case 'stop':
      jobs.get(number)?.stopping.abort(request.discard ? DISCARD : undefined);
      return;
    case 'recorded':
      jobs.get(number)?.recorded(request.done);
      return;
    case 'prepare':
      void prepare(number, request.digester);
      return;
    case 'run':
      void run(number, request.job);
  }
});

async function prepare(number: number, digester: BackendChoice): Promise<void> {
  // What fails here fails again in the first job, which tells it.
  await loadDigesterFactory(digester).catch(() => undefined);
  reply({ number, type: 'prepared' });
}

async function run(number: number, job: TransferJob): Promise<void> {
  const running: RunningJob = { stopping: new AbortController(), recorded: () => undefined };
  jobs.set(number, running);
  const result = await runJob(job, {
    signal: running.stopping.signal,
    rateLimit,
    emit: (event) => reply({ number, type: 'event', event }),
    retire: (event) =>
      new Promise((resolve, reject) => {
        running.recorded = (done) => {
          if (done) resolve();
          else reject(new LayerliftError('INTERNAL', 'the layer is not on record', { reason: 'history' }));
        };
        reply({ number, type: 'event', event });
      }),
  }).catch((error: unknown) => ({ kind: 'failed' as const, error: toErrorInfo(error), position: null }));
  jobs.delete(number);
  reply({ number, type: 'result', result });
}
