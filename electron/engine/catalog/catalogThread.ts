import { Worker } from 'node:worker_threads';
import type { LayerPage } from '../../../shared/catalog.ts';
import type { Digest } from '../../../shared/digest.ts';
import { fromErrorInfo, LayerliftError } from '../../../shared/errors.ts';
import type { RepositoryName } from '../../../shared/names.ts';
import type {
  CatalogEvent,
  CatalogJob,
  CatalogReply,
  CatalogRequest,
  CatalogResult,
  CatalogSetup,
  RepositoryChange,
} from './catalogJob.ts';

interface Pending {
  readonly onEvent: (event: CatalogEvent) => void;
  readonly resolve: (result: CatalogResult) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * A `Catalog` in a thread of its own, so that neither a large store nor a manifest of 4 MiB holds up whoever asks. The
 * thread starts with the first question, and anew after a death: then it knows nothing until `readAll`.
 * Everything rejects with `WORKER_DIED` when the thread dies or is closed meanwhile, and with what the catalog throws.
 */
export class CatalogThread {
  readonly #script: URL;
  readonly #setup: CatalogSetup;
  readonly #onDeath: (error: LayerliftError) => void;
  readonly #pending = new Map<number, Pending>();
  #worker: Worker | null = null;
  #jobs = 0;

  /** @param onDeath is told when the thread dies by itself, also while nobody waits for it. */
  constructor(script: URL, setup: CatalogSetup, onDeath: (error: LayerliftError) => void = () => undefined) {
    this.#onDeath = onDeath;
    this.#script = script;
    this.#setup = setup;
  }

  /** As `Catalog.readAll`. */
  async readAll(onChange: (change: RepositoryChange) => void, signal?: AbortSignal): Promise<void> {
    await this.#run({ kind: 'readAll' }, (event) => event.kind === 'changed' && onChange(event.change), signal);
  }

  /** As `Catalog.read`; tells the change, if there is one. */
  async read(name: RepositoryName, onChange: (change: RepositoryChange) => void): Promise<void> {
    await this.#run({ kind: 'read', name }, (event) => event.kind === 'changed' && onChange(event.change));
  }

  /** As `Catalog.layers`. */
  async layers(name: RepositoryName, from: number): Promise<LayerPage> {
    return (await this.#run({ kind: 'layers', name, from })) as LayerPage;
  }

  /**
   * Reads a blob and resolves to the digest that its bytes have. `onHashed` at most ten times a second.
   * @throws LayerliftError `CANCELLED` when the signal fires, `PATH_NOT_FOUND` when there is no such blob.
   */
  async hash(digest: Digest, onHashed: (done: number, total: number) => void, signal: AbortSignal): Promise<Digest> {
    const told = (event: CatalogEvent): void => {
      if (event.kind === 'hashed') onHashed(event.done, event.total);
    };
    return (await this.#run({ kind: 'hash', digest }, told, signal)) as Digest;
  }

  /** Ends the thread; it only reads, so nothing is lost. */
  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    this.#fail(new LayerliftError('WORKER_DIED', 'the catalog was closed'));
    await worker?.terminate();
  }

  #run(
    job: CatalogJob,
    onEvent: (event: CatalogEvent) => unknown = () => undefined,
    signal?: AbortSignal,
  ): Promise<CatalogResult> {
    this.#jobs += 1;
    const id = this.#jobs;
    const worker = this.#worker ?? this.#start();
    const stop = (): void => worker.postMessage({ type: 'stop', id } satisfies CatalogRequest);
    const result = new Promise<CatalogResult>((resolve, reject) => {
      this.#pending.set(id, { onEvent, resolve, reject });
    });
    worker.postMessage({ type: 'run', id, job } satisfies CatalogRequest);
    signal?.addEventListener('abort', stop, { once: true });
    if (signal?.aborted) stop();
    return result.finally(() => {
      this.#pending.delete(id);
      signal?.removeEventListener('abort', stop);
    });
  }

  #start(): Worker {
    const worker = new Worker(this.#script, { name: 'layerlift-catalog', workerData: this.#setup });
    this.#worker = worker;
    const onDeath = (cause: unknown): void => {
      if (this.#worker !== worker) return;
      this.#worker = null;
      const error = new LayerliftError('WORKER_DIED', 'the catalog thread ended', {}, cause);
      this.#onDeath(error);
      this.#fail(error);
    };
    worker.on('error', onDeath);
    worker.on('exit', onDeath);
    worker.on('message', (reply: CatalogReply) => {
      const pending = this.#pending.get(reply.id);
      if (reply.type === 'event') pending?.onEvent(reply.event);
      else if (reply.type === 'done') pending?.resolve(reply.result);
      else pending?.reject(fromErrorInfo(reply.error));
    });
    return worker;
  }

  #fail(error: LayerliftError): void {
    for (const { reject } of this.#pending.values()) reject(error);
  }
}
