import { LayerliftError } from '../../../shared/errors.ts';
import { formatBytes, formatPart } from '../../../shared/format.ts';
import type { UploadId } from '../../../shared/names.ts';
import { gapOf, isActive, type ProgressTick, type UploadView } from '../../../shared/upload.ts';
import type { UploadManager } from '../../engine/uploads/uploadManager.ts';
import type { CommandContext } from '../command.ts';
import type { CliEnd, CliEvent } from '../events.ts';
import { EXIT, type ExitCode, exitCodeOf } from '../exitCodes.ts';
import { sentenceFor } from '../output/words.ts';

/** The upload of that id. @throws LayerliftError `UPLOAD_UNKNOWN`. */
export function viewOf(manager: UploadManager, id: UploadId): UploadView {
  const view = manager.list().find((upload) => upload.id === id);
  if (view === undefined) throw new LayerliftError('UPLOAD_UNKNOWN', 'no such upload', { id });
  return view;
}

/**
 * Tells what happens to an upload that is queued or at work, until it rests. A signal brings it to rest, with the
 * whole manager.
 * @param finish finishes it when all bytes are there and it does not do so by itself.
 */
export async function follow(
  manager: UploadManager,
  id: UploadId,
  context: CommandContext,
  finish: boolean,
): Promise<ExitCode> {
  const { output, interruption } = context;
  interruption.lastWords = (code) => {
    const message = `Stopped at once. On resume at most ${formatBytes(gapOf(viewOf(manager, id)))} are hashed again.`;
    output.event({ type: 'paused', id, code, message });
  };
  await rest(manager, id, context);
  if (finish && viewOf(manager, id).status.kind === 'ready' && !interruption.signal.aborted) {
    await manager.finish(id);
    await rest(manager, id, context);
  }
  if (interruption.received !== null) {
    output.event({ type: 'pausing', id, code: interruption.received });
    await manager.close();
  }
  return await conclude(manager, id, context);
}

/** Tells how an upload stands as the end of a command. */
export async function conclude(manager: UploadManager, id: UploadId, context: CommandContext): Promise<ExitCode> {
  const end = await endOf(manager, id, context);
  context.output.event(end);
  switch (end.type) {
    case 'finished':
    case 'ready':
    case 'cancelled':
      return EXIT.done;
    case 'paused':
    case 'failed':
      return end.code === 'SIGINT' || end.code === 'SIGTERM' ? EXIT.signal : exitCodeOf(end.code);
  }
}

/** Resolves when nothing happens to the upload any more, or a signal came. */
async function rest(manager: UploadManager, id: UploadId, { output, interruption }: CommandContext): Promise<void> {
  const { signal } = interruption;
  const told = new Set<string>();
  const once = (event: CliEvent): void => {
    if (!told.has(event.type)) output.event(event);
    told.add(event.type);
  };
  const tell = (view: UploadView, tick: ProgressTick | null): void => {
    const { status, offset, rehashed, copiedTwice, size } = view;
    const rate = { bytesPerSecond: tick?.bytesPerSecond ?? null, etaMs: tick?.etaMs ?? null };
    if (status.kind === 'recovering' || status.kind === 'verifying') {
      output.event({ type: status.kind, id, done: tick?.rehashed ?? status.done, total: status.total, ...rate });
    } else if (status.kind === 'moving') {
      once({ type: 'opened', id, offset, rehashedBytes: rehashed ?? 0, copiedTwice: copiedTwice ?? 0 });
      output.event({ type: 'progress', id, done: offset, total: size, checkpointed: view.checkpointed, ...rate });
    } else if (status.kind === 'finishing' || status.kind === 'finished') {
      // A finish may be over before its beginning is told.
      once({ type: 'finishing', id });
    }
  };
  await new Promise<void>((resolve) => {
    const check = (): void => {
      const { status } = viewOf(manager, id);
      if (!signal.aborted && (status.kind === 'queued' || isActive(status))) return;
      unsubscribe();
      signal.removeEventListener('abort', check);
      resolve();
    };
    const unsubscribe = manager.subscribe(({ uploads, progress }) => {
      for (const view of uploads) if (view.id === id) tell(view, null);
      for (const tick of progress) if (tick.id === id) tell(viewOf(manager, id), tick);
      check();
    });
    signal.addEventListener('abort', check);
    check();
  });
}

async function endOf(manager: UploadManager, id: UploadId, { interruption }: CommandContext): Promise<CliEnd> {
  const view = viewOf(manager, id);
  const { status, offset } = view;
  const rehashedBytes = view.rehashed ?? 0;
  switch (status.kind) {
    case 'finished': {
      const finishMs = Math.round(status.finishMs * 10) / 10;
      const blobPath = await manager.locate(id);
      return { type: 'finished', id, digest: status.digest, size: offset, blobPath, finishMs, rehashedBytes };
    }
    case 'ready':
      return { type: 'ready', id, digest: status.digest, size: offset, rehashedBytes };
    case 'cancelled':
      return { type: 'cancelled', id };
    case 'failed':
      return { type: 'failed', id, code: status.error.code, message: sentenceFor(status.error) };
    case 'mismatch': {
      const { expected, actual } = status;
      const words = sentenceFor({ code: 'DIGEST_MISMATCH', details: { id } });
      const message = `${words} Expected ${expected}, the bytes have ${actual}.`;
      return { type: 'failed', id, code: 'DIGEST_MISMATCH', message };
    }
    case 'paused':
      if (status.error !== null) {
        return { type: 'paused', id, code: status.error.code, message: sentenceFor(status.error) };
      }
  }
  const message = `${formatPart(offset, view.size ?? offset)} are there and checkpointed.`;
  return { type: 'paused', id, code: interruption.received ?? 'CANCELLED', message };
}
