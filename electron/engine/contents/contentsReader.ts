import { Worker } from 'node:worker_threads';
import type { Contents, ContentsRequest } from '../../../shared/contents.ts';
import { fromErrorInfo, LayerliftError } from '../../../shared/errors.ts';
import type { UploadId } from '../../../shared/names.ts';
import type { ContentsTarget, LookMessage, LookReply } from './contentsMessages.ts';

/** A look that nobody asks about for so long is over, ms. */
const IDLE_MS = 15_000;

/** Of JavaScript's own memory: more than the largest tree that is kept needs, far less than a machine has. MiB. */
const HEAP_MAX_MB = 512;

/** One look inside, in a thread of its own. */
interface Looking {
  readonly of: string;
  readonly worker: Worker;
  readonly waiting: Map<number, { resolve(contents: Contents): void; reject(error: unknown): void }>;
}

/**
 * Looks inside uploads, one at a time, in a thread of its own that ends when nobody asks any more: a hostile layer
 * costs that thread, and nothing else.
 */
export class ContentsReader {
  readonly #script: URL;
  #looking: Looking | null = null;
  #seq = 0;
  #idle: NodeJS.Timeout | undefined;

  /** @param script the thread's: `worker/contentsWorker.ts`, built */
  constructor(script: URL) {
    this.#script = script;
  }

  /**
   * What is inside of an upload so far; the first call for an upload begins the look, later ones go on with it.
   * @throws LayerliftError `CANCELLED` when the signal fires or another upload is looked into meanwhile, `WORKER_DIED`
   * when it was too much for the thread, others as reading fails.
   */
  async look(target: ContentsTarget, request: ContentsRequest, signal?: AbortSignal): Promise<Contents> {
    if (signal?.aborted === true) throw cancelled();
    const looking = this.#lookInto(target.root, request.id);
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => void this.close(), IDLE_MS);
    this.#idle.unref();
    this.#seq += 1;
    const seq = this.#seq;
    const end = (): void => {
      looking.waiting.get(seq)?.reject(cancelled());
      void this.#end(looking);
    };
    signal?.addEventListener('abort', end, { once: true });
    try {
      return await new Promise<Contents>((resolve, reject) => {
        looking.waiting.set(seq, { resolve, reject });
        looking.worker.postMessage({ seq, target, request } satisfies LookMessage);
      });
    } finally {
      looking.waiting.delete(seq);
      signal?.removeEventListener('abort', end);
    }
  }

  /** Ends the look that is under way. Another may begin afterwards. */
  async close(): Promise<void> {
    clearTimeout(this.#idle);
    if (this.#looking !== null) await this.#end(this.#looking);
  }

  #lookInto(root: string, id: UploadId): Looking {
    const of = `${id} ${root}`;
    if (this.#looking?.of === of) return this.#looking;
    if (this.#looking !== null) void this.#end(this.#looking);
    const worker = new Worker(this.#script, {
      name: 'layerlift-contents',
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MAX_MB },
    });
    const looking: Looking = { of, worker, waiting: new Map() };
    this.#looking = looking;
    worker.on('message', (reply: LookReply) => {
      const asker = looking.waiting.get(reply.seq);
      if (reply.ok) asker?.resolve(reply.contents);
      else asker?.reject(fromErrorInfo(reply.error));
    });
    const onDeath = (cause: unknown): void => {
      this.#forget(looking, new LayerliftError('WORKER_DIED', 'the thread that looks inside ended', {}, cause));
    };
    worker.on('error', onDeath);
    worker.on('exit', onDeath);
    return looking;
  }

  #forget(looking: Looking, error: LayerliftError): void {
    if (this.#looking === looking) this.#looking = null;
    for (const asker of looking.waiting.values()) asker.reject(error);
    looking.waiting.clear();
  }

  async #end(looking: Looking): Promise<void> {
    this.#forget(looking, cancelled());
    await looking.worker.terminate();
  }
}

function cancelled(): LayerliftError {
  return new LayerliftError('CANCELLED', 'the look inside was ended');
}
