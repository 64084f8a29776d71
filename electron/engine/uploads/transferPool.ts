import { Worker } from 'node:worker_threads';
import { LayerliftError } from '../../../shared/errors.ts';
import {
  DISCARD,
  type TransferEvent,
  type TransferJob,
  type TransferResult,
  type WorkerReply,
  type WorkerRequest,
  type WorkerSetup,
} from './transferJob.ts';

/** How a caller follows a job. */
export interface JobWatch {
  /** May be asynchronous for `retired`: the job waits for it. */
  readonly onEvent: (event: TransferEvent) => void | Promise<void>;
  /** Fires to stop the job: it drains, makes a checkpoint unless the reason is `DISCARD`, and resolves to `stopped`. */
  readonly signal: AbortSignal;
}

/**
 * Runs jobs in worker threads, one job a thread at a time; the bytes of an upload never leave its thread. Threads
 * are started on demand and used again.
 */
export class TransferPool {
  readonly #script: URL;
  readonly #setup: WorkerSetup;
  readonly #idle: Worker[] = [];
  readonly #all = new Set<Worker>();

  constructor(script: URL, setup: WorkerSetup) {
    this.#script = script;
    this.#setup = setup;
  }

  /**
   * Runs a job to its end. It never rejects for what the job met, see `TransferResult`.
   * @throws LayerliftError `WORKER_DIED` when the thread ended under it; `data` and checkpoints are as after a kill.
   */
  async run(job: TransferJob, { onEvent, signal }: JobWatch): Promise<TransferResult> {
    const worker = this.#idle.pop() ?? this.#start();
    const tell = (request: WorkerRequest): void => worker.postMessage(request);
    const stop = (): void => tell({ type: 'stop', discard: signal.reason === DISCARD });
    return await new Promise<TransferResult>((resolve, reject) => {
      const settle = (act: () => void): void => {
        worker.off('message', onMessage);
        worker.off('error', onDeath);
        worker.off('exit', onDeath);
        signal.removeEventListener('abort', stop);
        act();
      };
      const onDeath = (cause: unknown): void => {
        settle(() => reject(new LayerliftError('WORKER_DIED', 'the transfer thread ended', {}, cause)));
      };
      const onMessage = (reply: WorkerReply): void => {
        if (reply.type === 'result') {
          this.#idle.push(worker);
          settle(() => resolve(reply.result));
          return;
        }
        const handled = Promise.resolve(onEvent(reply.event));
        if (reply.event.type !== 'retired') return;
        handled.then(
          () => tell({ type: 'recorded' }),
          // Without the record the upload's rest must stay: the thread is given up, recovery finds what it left.
          (error: unknown) => {
            settle(() => reject(error));
            void this.#end(worker);
          },
        );
      };
      worker.on('message', onMessage);
      worker.on('error', onDeath);
      worker.on('exit', onDeath);
      signal.addEventListener('abort', stop, { once: true });
      tell({ type: 'run', job });
      if (signal.aborted) stop();
    });
  }

  /** Ends all threads. Stop the jobs first: a job under way loses what its last checkpoint does not cover. */
  async close(): Promise<void> {
    this.#idle.length = 0;
    await Promise.all([...this.#all].map((worker) => this.#end(worker)));
  }

  #start(): Worker {
    const worker = new Worker(this.#script, { name: 'layerlift-transfer', workerData: this.#setup });
    this.#all.add(worker);
    worker.once('exit', () => {
      this.#all.delete(worker);
      const index = this.#idle.indexOf(worker);
      if (index >= 0) this.#idle.splice(index, 1);
    });
    return worker;
  }

  async #end(worker: Worker): Promise<void> {
    this.#all.delete(worker);
    await worker.terminate();
  }
}
