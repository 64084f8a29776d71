import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ManagerOptions } from '../../electron/engine/uploads/managerOptions.ts';
import { UploadManager } from '../../electron/engine/uploads/uploadManager.ts';
import type { HistoryEntry } from '../../shared/ipc.ts';
import type { UploadId } from '../../shared/names.ts';
import type { UploadKind, UploadView } from '../../shared/upload.ts';

/** The real transfer thread, as it ships. */
export const WORKER_SCRIPT = pathToFileURL(path.resolve('out/main/transferWorker.js'));

/** The real catalog thread, as it ships. */
export const CATALOG_SCRIPT = pathToFileURL(path.resolve('out/main/catalogWorker.js'));

/** Opens a real manager with real threads. The caller closes it. */
export function openManager(root: string, options: Partial<ManagerOptions> = {}): Promise<UploadManager> {
  return UploadManager.open({
    root,
    create: true,
    concurrency: 2,
    resumeBySelf: false,
    workerScript: WORKER_SCRIPT,
    ...options,
  });
}

export function viewOf(manager: UploadManager, id: UploadId): UploadView {
  const view = manager.list().find((upload) => upload.id === id);
  if (view === undefined) throw new Error(`no upload ${id}`);
  return view;
}

/** Resolves with the view once `accept` says yes; rejects after 20 s with what it was then. */
export async function until(
  manager: UploadManager,
  id: UploadId,
  accept: UploadKind | ((view: UploadView) => boolean),
): Promise<UploadView> {
  const accepts = typeof accept === 'string' ? (view: UploadView) => view.status.kind === accept : accept;
  return await new Promise((resolve, reject) => {
    const check = (): void => {
      const view = viewOf(manager, id);
      if (!accepts(view)) return;
      unsubscribe();
      clearTimeout(timer);
      resolve(view);
    };
    const unsubscribe = manager.subscribe(check);
    const timer = setTimeout(() => {
      unsubscribe();
      reject(new Error(`still ${JSON.stringify(viewOf(manager, id).status)}`));
    }, 20_000);
    check();
  });
}

export async function sourceFile(folder: string, name: string, bytes: Uint8Array): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, bytes);
  return file;
}

/** What the history says of uploads that are over, newest first; failures on the way are left out. */
export async function endsOf(manager: UploadManager): Promise<readonly HistoryEntry[]> {
  return (await manager.history()).filter(({ outcome }) => outcome !== 'failed');
}
