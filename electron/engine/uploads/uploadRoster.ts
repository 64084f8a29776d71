import { resolve } from 'node:path';
import { LayerliftError } from '../../../shared/errors.ts';
import type { UploadId } from '../../../shared/names.ts';
import type { QueueMove } from '../../../shared/queueOrder.ts';
import { allowedCommands, isEnded, type UploadCommand, type UploadView } from '../../../shared/upload.ts';
import type { ManagedUpload } from './managedUpload.ts';
import type { QueueOrder } from './queueOrder.ts';

/** The uploads of a store by their ids and in their order, and the gate through which commands on them go. */
export class UploadRoster {
  readonly #uploads: Map<UploadId, ManagedUpload>;
  readonly #order: QueueOrder;

  /** @param order names exactly these uploads. */
  constructor(uploads: readonly ManagedUpload[], order: QueueOrder) {
    this.#uploads = new Map(uploads.map((upload) => [upload.ref.id, upload]));
    this.#order = order;
  }

  /** In no particular order. */
  all(): Iterable<ManagedUpload> {
    return this.#uploads.values();
  }

  /** In the order of the queue. */
  inOrder(): readonly ManagedUpload[] {
    return [...this.#order.ids()].flatMap((id) => this.#uploads.get(id) ?? []);
  }

  /** Lower starts earlier. */
  rankOf(id: UploadId): number {
    return this.#order.rankOf(id);
  }

  /** Puts an upload at the end. */
  add(upload: ManagedUpload): void {
    this.#uploads.set(upload.ref.id, upload);
    this.#order.add(upload.ref.id);
  }

  /** Forgets an upload that has ended; false when it is unknown or has not. */
  removeEnded(id: UploadId): boolean {
    const upload = this.#uploads.get(id);
    if (upload === undefined || !isEnded(upload.view.status)) return false;
    this.#order.remove(id);
    return this.#uploads.delete(id);
  }

  /** As `moveInOrder` says, at once; false when it changes nothing. */
  move(move: QueueMove): boolean {
    return this.#order.move(move);
  }

  /** As `QueueOrder.save`. */
  saveOrder(): Promise<void> {
    return this.#order.save();
  }

  /** The upload under way from this file, if there is one. */
  duplicateOf(sourcePath: string): UploadId | null {
    const path = resolve(sourcePath);
    for (const { view } of this.#uploads.values()) {
      if (view.source?.path === path && !isEnded(view.status)) return view.id;
    }
    return null;
  }

  /** Null when there is none of that id, or none any more. */
  find(id: UploadId): ManagedUpload | null {
    return this.#uploads.get(id) ?? null;
  }

  /** @throws LayerliftError `UPLOAD_UNKNOWN`. */
  known(id: UploadId): ManagedUpload {
    const upload = this.#uploads.get(id);
    if (upload === undefined) throw new LayerliftError('UPLOAD_UNKNOWN', 'no such upload', { id });
    return upload;
  }

  /** @throws LayerliftError `UPLOAD_UNKNOWN`; `UPLOAD_STATE` when the command makes no sense now. */
  commanded(id: UploadId, command: UploadCommand): ManagedUpload {
    const upload = this.known(id);
    const { status } = upload.view;
    if (allowedCommands(status).includes(command)) return upload;
    throw new LayerliftError('UPLOAD_STATE', 'not in this state', { id, command, state: status.kind });
  }

  /** Runs a command when those before it on the same upload are through, if it still makes sense then. */
  inTurn(id: UploadId, command: UploadCommand, work: (upload: ManagedUpload) => Promise<void>): Promise<void> {
    return this.known(id).inTurn(async () => work(this.commanded(id, command)));
  }

  /** In the order of the queue. */
  views(): readonly UploadView[] {
    return this.inOrder().map(({ view }) => view);
  }
}
