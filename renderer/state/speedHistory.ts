import { CHECKPOINTS_KEPT } from '../../shared/checkpointing.ts';
import type { UploadId } from '../../shared/names.ts';
import type { ProgressTick } from '../../shared/upload.ts';
import type { AppStore } from './store.ts';

/** Where an upload was at one moment; all in bytes. */
export interface SpeedSample {
  /** ms since the epoch */
  readonly at: number;
  readonly written: number;
  /** Hashed so far, or hashed again so far while that is what happens. */
  readonly hashed: number;
  readonly checkpointed: number;
  /** How far the source has been read; null where its bytes do not move. */
  readonly read: number | null;
}

/** Between two samples, ms. */
const SAMPLE_MS = 500;
/** How long samples are kept, ms. */
export const HISTORY_MS = 5 * 60_000;
const SAMPLES_MAX = HISTORY_MS / SAMPLE_MS;
/** Uploads whose samples are kept. */
const UPLOADS_MAX = 32;

interface Track {
  readonly samples: SpeedSample[];
  /** The checkpoints that were heard of last, newest first. */
  checkpoints: readonly HeardCheckpoint[];
}

/** A checkpoint as ticks tell of it. */
export interface HeardCheckpoint {
  /** bytes */
  readonly offset: number;
  /** ms since the epoch */
  readonly at: number;
}

const NONE: readonly SpeedSample[] = [];

/** Remembers how fast the uploads that move were lately: bounded in time and in uploads, whatever happens. */
export class SpeedHistory {
  readonly #tracks = new Map<UploadId, Track>();
  readonly #clock: () => number;

  constructor(store: AppStore, clock: () => number = Date.now) {
    this.#clock = clock;
    store.subscribe(({ mirror }, { mirror: before }) => {
      if (mirror === null || mirror.live === before?.live) return;
      for (const [id, tick] of mirror.live) if (before?.live.get(id) !== tick) this.take(id, tick);
    });
  }

  /** Oldest first; the same array grows while the upload moves. */
  samplesOf(id: UploadId): readonly SpeedSample[] {
    return this.#tracks.get(id)?.samples ?? NONE;
  }

  /** The checkpoints that were heard of last, newest first; at most as many as an upload keeps. */
  checkpointsOf(id: UploadId): readonly HeardCheckpoint[] {
    return this.#tracks.get(id)?.checkpoints ?? [];
  }

  /** Takes in where an upload is now; the history does so by itself for every tick that the window gets. */
  take(id: UploadId, { offset, hashed, checkpointed, rehashed, read }: ProgressTick): void {
    const at = this.#clock();
    const track = this.#trackOf(id);
    const last = track.samples.at(-1);
    // What an upload begins with is older than it looks.
    if (last !== undefined && checkpointed > (track.checkpoints[0]?.offset ?? last.checkpointed)) {
      track.checkpoints = [{ offset: checkpointed, at }, ...track.checkpoints].slice(0, CHECKPOINTS_KEPT);
    }
    if (last !== undefined && at >= last.at && at - last.at < SAMPLE_MS) return;
    // A clock that was set back begins anew.
    if (last !== undefined && at < last.at) track.samples.length = 0;
    track.samples.push({ at, written: offset, hashed: rehashed ?? hashed, checkpointed, read: read ?? null });
    if (track.samples.length > SAMPLES_MAX) track.samples.shift();
  }

  #trackOf(id: UploadId): Track {
    const track = this.#tracks.get(id) ?? { samples: [], checkpoints: [] };
    // The one that moved last is the last to go.
    this.#tracks.delete(id);
    this.#tracks.set(id, track);
    const [oldest] = this.#tracks.keys();
    if (this.#tracks.size > UPLOADS_MAX && oldest !== undefined) this.#tracks.delete(oldest);
    return track;
  }
}

/** A speed between two samples, bytes a second. */
export interface Speed {
  /** ms since the epoch */
  readonly at: number;
  readonly written: number;
  readonly hashed: number;
  /** From the source; 0 while nothing is. */
  readonly read: number;
  /** Whether a checkpoint was made since the one before. */
  readonly checkpoint: boolean;
  /** Whether nothing is known of the time before. */
  readonly first: boolean;
}

/** Longer than any upload is silent while it moves, ms. */
const SILENCE_MS = 3000;

/** The speeds that samples tell. */
export function speedsOf(samples: readonly SpeedSample[]): readonly Speed[] {
  const speeds: Speed[] = [];
  let broken = true;
  for (const [index, sample] of samples.entries()) {
    const before = samples[index - 1];
    const elapsed = before === undefined ? Number.POSITIVE_INFINITY : sample.at - before.at;
    if (before === undefined || elapsed > SILENCE_MS) {
      broken = true;
      continue;
    }
    const rate = (now: number, then: number): number => (Math.max(0, now - then) / elapsed) * 1000;
    speeds.push({
      at: sample.at,
      written: rate(sample.written, before.written),
      hashed: rate(sample.hashed, before.hashed),
      read: sample.read === null || before.read === null ? 0 : rate(sample.read, before.read),
      checkpoint: sample.checkpointed > before.checkpointed,
      first: broken,
    });
    broken = false;
  }
  return speeds;
}

/** When the byte before `offset` was written, ms since the epoch, as far as samples tell; null where they do not. */
export function writtenAt(samples: readonly SpeedSample[], offset: number): number | null {
  const first = samples[0];
  if (first === undefined || offset < first.written) return null;
  return samples.find(({ written }) => written > offset)?.at ?? null;
}
