import type { Digest } from '../../../shared/digest.ts';
import type { UploadId } from '../../../shared/names.ts';
import type { DiskImage } from './diskImage.ts';

/** A layer that a scenario uploads. `name` tells it from the others, also where nothing was reported yet. */
export interface Layer {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** What the upload was begun with. */
  readonly expected: Digest | null;
}

/** What a scenario was told of an upload, and may rely on from then on whatever happens to the power. */
export interface KnownUpload {
  readonly id: UploadId;
  readonly layer: Layer;
  /** Bytes that were reported as checkpointed. */
  readonly checkpointed: number;
  /** Where the next resume has to go on, when it was asked to lie below the end; null otherwise. */
  readonly resumeAt: number | null;
  readonly ending: 'finish' | 'cancel' | null;
  /** True when the end was reported. */
  readonly ended: boolean;
  /** True when its line of history was reported. */
  readonly remembered: boolean;
}

/** Anything else that was promised: null, or what is wrong with a disk. */
export type Promised = (image: DiskImage) => string | null;

/** All that holds at one moment of a scenario. */
export interface Expectations {
  readonly uploads: ReadonlyMap<UploadId, KnownUpload>;
  readonly promises: ReadonlyMap<string, Promised>;
}

export const NOTHING_EXPECTED: Expectations = { uploads: new Map(), promises: new Map() };

/** A change of what may be expected. */
export type Mark = (before: Expectations) => Expectations;

/** An upload's creation was reported. */
export function begun(id: UploadId, layer: Layer): Mark {
  const upload: KnownUpload = {
    id,
    layer,
    checkpointed: 0,
    resumeAt: null,
    ending: null,
    ended: false,
    remembered: false,
  };
  return (before) => ({ ...before, uploads: new Map(before.uploads).set(id, upload) });
}

/** Something was reported of, or asked of, an upload whose creation was reported. */
export function changed(id: UploadId, change: (upload: KnownUpload) => Partial<KnownUpload>): Mark {
  return (before) => {
    const upload = before.uploads.get(id);
    if (upload === undefined) throw new RangeError(`nothing is known of ${id}`);
    return { ...before, uploads: new Map(before.uploads).set(id, { ...upload, ...change(upload) }) };
  };
}

/** Makes a promise, or takes it back. */
export function promised(name: string, promise: Promised | null): Mark {
  return (before) => {
    const promises = new Map(before.promises);
    if (promise === null) promises.delete(name);
    else promises.set(name, promise);
    return { ...before, promises };
  };
}

/** A text that differs when what is expected differs; `rename` as for `hashOf`. */
export function expectationKey({ uploads, promises }: Expectations, rename: (name: string) => string): string {
  const known = [...uploads.values()].map(({ layer, id, ...upload }) => [
    rename(id),
    layer.name,
    layer.bytes.length,
    layer.expected,
    upload,
  ]);
  return JSON.stringify([known, [...promises.keys()]]);
}
