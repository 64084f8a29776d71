import type { UploadId } from '../../shared/names.ts';
import { isActive, isUnderWay, type ProgressTick, type UploadView } from '../../shared/upload.ts';
import type { UploadChange } from '../engine/uploads/changeFeed.ts';

/** What all uploads together come to. */
export interface Totals {
  /** Uploads of which bytes are moved or hashed. */
  readonly moving: number;
  readonly waiting: number;
  /** Uploads that a person has to look at: trouble, a failure, a digest that does not match. */
  readonly troubled: number;
  readonly paused: number;
  readonly bytesPerSecond: number;
  /** How far the work under way has come, 0 to 1; null when nothing is under way or no size is known. */
  readonly fraction: number | null;
}

/** An upload that entered a state. */
export interface Turn {
  readonly before: UploadView;
  readonly after: UploadView;
}

/**
 * What the main process knows of all uploads, for what it shows outside the window. The work under way is everything
 * that has moved or waited since nothing did: an upload that ends stays in it, so that its fraction never falls back.
 */
export class UploadBook {
  readonly #uploads = new Map<UploadId, UploadView>();
  readonly #ticks = new Map<UploadId, ProgressTick>();
  readonly #underWay = new Set<UploadId>();

  /** Takes in a change. Returns the uploads whose state is another one now; those that are new have no turn. */
  apply(change: UploadChange): readonly Turn[] {
    const turns: Turn[] = [];
    for (const after of change.uploads) {
      const before = this.#uploads.get(after.id);
      if (before !== undefined && before.status.kind !== after.status.kind) turns.push({ before, after });
      this.#uploads.set(after.id, after);
      this.#ticks.delete(after.id);
      if (countsAsWork(after)) this.#underWay.add(after.id);
      if (after.status.kind === 'cancelled') this.#underWay.delete(after.id);
    }
    for (const tick of change.progress) if (this.#uploads.has(tick.id)) this.#ticks.set(tick.id, tick);
    for (const id of change.removed) {
      this.#uploads.delete(id);
      this.#ticks.delete(id);
      this.#underWay.delete(id);
    }
    return turns;
  }

  totals(): Totals {
    let moving = 0;
    let waiting = 0;
    let troubled = 0;
    let paused = 0;
    for (const upload of this.#uploads.values()) {
      if (isActive(upload.status)) moving += 1;
      else if (upload.status.kind === 'queued') waiting += 1;
      else if (isTroubled(upload)) troubled += 1;
      else if (upload.status.kind === 'paused' || upload.status.kind === 'interrupted') paused += 1;
    }
    if (moving + waiting === 0) this.#underWay.clear();
    let bytesPerSecond = 0;
    for (const tick of this.#ticks.values()) bytesPerSecond += tick.bytesPerSecond;
    return { moving, waiting, troubled, paused, bytesPerSecond, fraction: this.#fraction() };
  }

  #fraction(): number | null {
    let done = 0;
    let whole = 0;
    for (const id of this.#underWay) {
      const upload = this.#uploads.get(id);
      if (upload === undefined || upload.size === null) continue;
      const ended = ['ready', 'finishing', 'finished'].includes(upload.status.kind);
      done += ended ? upload.size : (this.#ticks.get(id)?.offset ?? upload.offset);
      whole += upload.size;
    }
    return whole === 0 ? null : Math.min(1, done / whole);
  }
}

function countsAsWork({ status }: UploadView): boolean {
  return isUnderWay(status) && status.kind !== 'cancelling';
}

function isTroubled({ status }: UploadView): boolean {
  return (
    status.kind === 'failed' || status.kind === 'mismatch' || (status.kind === 'paused' && status.reason === 'trouble')
  );
}
