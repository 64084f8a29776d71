import { parentPort, workerData } from 'node:worker_threads';
import { CANONICAL_ALGORITHM, type Digest } from '../../shared/digest.ts';
import { LayerliftError, toErrorInfo } from '../../shared/errors.ts';
import { Catalog } from '../engine/catalog/catalog.ts';
import type {
  CatalogEvent,
  CatalogJob,
  CatalogReply,
  CatalogRequest,
  CatalogResult,
  CatalogSetup,
} from '../engine/catalog/catalogJob.ts';
import { pathFor } from '../engine/layers/paths.ts';
import { hashBlob } from '../engine/maintenance/hashBlob.ts';
import { openFilesystemDriver } from '../engine/storage/filesystemDriver.ts';

/** Between two events of hashing, ms: ten a second. */
const PROGRESS_MS = 100;

/** Entry of a catalog thread: reads the store and hashes blobs, several jobs at a time, each to be stopped. */
if (parentPort === null) throw new Error('the catalog worker runs as a worker thread only');
const port = parentPort;
const driver = openFilesystemDriver((workerData as CatalogSetup).root);
const catalog = new Catalog(driver);
const running = new Map<number, AbortController>();
const reply = (message: CatalogReply): void => port.postMessage(message);

port.on('message', (request: CatalogRequest) => {
  const { id } = request;
  if (request.type === 'stop') {
    running.get(id)?.abort();
    return;
  }
  const stopping = new AbortController();
  running.set(id, stopping);
  run(request.job, (event) => reply({ type: 'event', id, event }), stopping.signal)
    .then(
      (result) => reply({ type: 'done', id, result }),
      (error: unknown) => reply({ type: 'failed', id, error: toErrorInfo(error) }),
    )
    .finally(() => running.delete(id));
});

async function run(job: CatalogJob, tell: (event: CatalogEvent) => void, signal: AbortSignal): Promise<CatalogResult> {
  switch (job.kind) {
    case 'readAll':
      for await (const change of catalog.readAll(signal)) tell({ kind: 'changed', change });
      return null;
    case 'read': {
      const change = await catalog.read(job.name, signal);
      if (change !== null) tell({ kind: 'changed', change });
      return null;
    }
    case 'layers':
      return catalog.layers(job.name, job.from);
    case 'hash':
      return await hash(job.digest, tell, signal);
  }
}

async function hash(digest: Digest, tell: (event: CatalogEvent) => void, signal: AbortSignal): Promise<Digest> {
  const path = pathFor({ kind: 'blobData', digest });
  const { size: total } = await driver.stat(path);
  let done = 0;
  let toldAt = 0;
  const onBytes = (count: number): void => {
    done += count;
    const now = performance.now();
    if (now - toldAt < PROGRESS_MS) return;
    toldAt = now;
    tell({ kind: 'hashed', done, total });
  };
  const [actual] = await hashBlob(driver, path, [CANONICAL_ALGORITHM], { onBytes, signal });
  if (actual === undefined) throw new LayerliftError('INTERNAL', 'no digest came of hashing');
  return actual;
}
