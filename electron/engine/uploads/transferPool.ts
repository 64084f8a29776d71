import type { BackendChoice } from '../../../shared/settings.ts';
import {
  isSmallJob,
  type TransferEvent,
  type TransferJob,
  type TransferResult,
  type WorkerSetup,
} from './transferJob.ts';
import { TransferThread } from './transferThread.ts';

/** How a caller follows a job. */
export interface JobWatch {
  /** May be asynchronous for `retired`: the job waits for it. */
  readonly onEvent: (event: TransferEvent) => void | Promise<void>;
  /** Fires to stop the job: it drains, makes a checkpoint unless the reason is `DISCARD`, and resolves to `stopped`. */
  readonly signal: AbortSignal;
}

/**
 * Runs jobs in worker threads; the bytes of an upload never leave its thread. A job has a thread to itself, but for
 * small ones, which share one. Threads are started on demand and used again.
 */
export class TransferPool {
  readonly #script: URL;
  readonly #setup: WorkerSetup;
  readonly #idle: TransferThread[] = [];
  readonly #all = new Set<TransferThread>();
  #shared: TransferThread | null = null;

  constructor(script: URL, setup: WorkerSetup) {
    this.#script = script;
    this.#setup = setup;
  }

  /**
   * Runs a job to its end. It never rejects for what the job met, see `TransferResult`; it rejects with what `onEvent`
   * rejects with for `retired`: the rest of the upload stays then, for recovery to find.
   * @throws LayerliftError `WORKER_DIED` when the thread ended under it; `data` and checkpoints are as after a kill.
   */
  async run(job: TransferJob, watch: JobWatch): Promise<TransferResult> {
    if (isSmallJob(job)) {
      this.#shared ??= this.#start();
      return await this.#shared.run(job, watch);
    }
    const thread = this.#idle.pop() ?? this.#start();
    try {
      return await thread.run(job, watch);
    } finally {
      if (this.#all.has(thread)) this.#idle.push(thread);
    }
  }

  /** Starts a thread for the next job, unless one waits for it; resolves when it is ready, or gone. */
  async prepare(digester: BackendChoice): Promise<void> {
    if (this.#idle.length > 0) return;
    const thread = this.#start();
    this.#idle.push(thread);
    await thread.prepare(digester);
  }

  /** Ends all threads. Stop the jobs first: a job under way loses what its last checkpoint does not cover. */
  async close(): Promise<void> {
    this.#idle.length = 0;
    this.#shared = null;
    const threads = [...this.#all];
    this.#all.clear();
    await Promise.all(threads.map((thread) => thread.end()));
  }

  #start(): TransferThread {
    const thread = new TransferThread(this.#script, this.#setup, () => {
      this.#all.delete(thread);
      const index = this.#idle.indexOf(thread);
      if (index >= 0) this.#idle.splice(index, 1);
      if (this.#shared === thread) this.#shared = null;
    });
    this.#all.add(thread);
    return thread;
  }
}
