import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { LayerliftError } from '../../../shared/errors.ts';
import type { BackendChoice } from '../../../shared/settings.ts';
import { exitWithoutThreads } from './hardExit.ts';
import {
  DISCARD,
  type TransferJob,
  type TransferResult,
  type WorkerReply,
  type WorkerRequest,
  type WorkerSetup,
} from './transferJob.ts';
import type { JobWatch } from './transferPool.ts';

/** A thread that has nothing to wait for ends sooner, ms. */
const END_MS = 2000;

interface RunningJob {
  readonly watch: JobWatch;
  readonly stop: () => void;
  readonly resolve: (result: TransferResult) => void;
  readonly reject: (error: unknown) => void;
  /** What putting its layer on record failed with. */
  failure: { readonly error: unknown } | null;
}

/** One worker thread and the jobs that run in it. */
export class TransferThread {
  readonly #worker: Worker;
  readonly #jobs = new Map<number, RunningJob>();
  readonly #preparations = new Map<number, () => void>();
  #count = 0;

  /** @param onDeath called when the thread is gone, however it came to that. */
  constructor(script: URL, setup: WorkerSetup, onDeath: () => void) {
    this.#worker = new Worker(script, { name: 'layerlift-transfer', workerData: setup });
    this.#worker.on('message', (reply: WorkerReply) => this.#hear(reply));
    // An exit follows every error.
    let cause: unknown;
    this.#worker.on('error', (error) => {
      cause = error;
    });
    this.#worker.once('exit', () => {
      onDeath();
      for (const resolve of this.#preparations.values()) resolve();
      for (const number of this.#jobs.keys()) {
        this.#takeOut(number)?.reject(new LayerliftError('WORKER_DIED', 'the transfer thread ended', {}, cause));
      }
    });
  }

  /** Resolves when the thread is ready to hash, or gone. */
  prepare(digester: BackendChoice): Promise<void> {
    this.#count += 1;
    const number = this.#count;
    return new Promise((resolve) => {
      this.#preparations.set(number, resolve);
      this.#tell({ number, type: 'prepare', digester });
    });
  }

  /** As `TransferPool.run`. */
  run(job: TransferJob, watch: JobWatch): Promise<TransferResult> {
    this.#count += 1;
    const number = this.#count;
    const { signal } = watch;
    const stop = (): void => this.#tell({ number, type: 'stop', discard: signal.reason === DISCARD });
    return new Promise((resolve, reject) => {
      this.#jobs.set(number, { watch, stop, resolve, reject, failure: null });
      signal.addEventListener('abort', stop, { once: true });
      this.#tell({ number, type: 'run', job });
      if (signal.aborted) stop();
    });
  }

  /**
   * Ends the thread. One that waits for a disk which does not answer cannot be ended: it is left behind, and does not
   * hold up the end of the process.
   */
  async end(): Promise<void> {
    const ended = this.#worker.terminate().then(() => true);
    if (await Promise.race([ended, delay(END_MS, false, { ref: false })])) return;
    this.#worker.unref();
    await exitWithoutThreads();
  }

  #hear(reply: WorkerReply): void {
    const { number } = reply;
    if (reply.type === 'prepared') {
      this.#preparations.get(number)?.();
      this.#preparations.delete(number);
      return;
    }
    if (reply.type === 'result') {
      const job = this.#takeOut(number);
      if (job?.failure) job.reject(job.failure.error);
      else job?.resolve(reply.result);
      return;
    }
    const job = this.#jobs.get(number);
    if (job === undefined) return;
    const handled = Promise.resolve(job.watch.onEvent(reply.event));
    if (reply.event.type !== 'retired') return;
    handled.then(
      () => this.#tell({ number, type: 'recorded', done: true }),
      // Without the record the upload's rest must stay.
      (error: unknown) => {
        job.failure = { error };
        this.#tell({ number, type: 'recorded', done: false });
      },
    );
  }

  #takeOut(number: number): RunningJob | undefined {
    const job = this.#jobs.get(number);
    this.#jobs.delete(number);
    if (job !== undefined) job.watch.signal.removeEventListener('abort', job.stop);
    return job;
  }

  #tell(request: WorkerRequest): void {
    this.#worker.postMessage(request);
  }
}
