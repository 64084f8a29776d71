import { pathFor } from '../../../electron/engine/layers/paths.ts';
import { storeWhole } from '../../../electron/engine/layers/storeWhole.ts';
import type { ManagedUpload } from '../../../electron/engine/uploads/managedUpload.ts';
import { algorithmOf, type Digest } from '../../../shared/digest.ts';
import { mainFailure, toErrorInfo } from '../../../shared/errors.ts';
import { digestOf, REPOSITORY } from '../../support/layers.ts';
import type { DigesterPool } from './digesterPool.ts';
import { contentAt, type DiskImage, hashOf, namesAt } from './diskImage.ts';
import { type Engine, proofBy, startEngine } from './engine.ts';
import type { Expectations, KnownUpload, Layer } from './expectations.ts';
import { SimulatedDisk } from './simulatedDisk.ts';
import { UPLOADS, wrongInStore } from './storeChecks.ts';

/** What is the same for all states of one recording. */
export interface CheckTools {
  readonly pool: DigesterPool;
  readonly layers: readonly Layer[];
  /** Blobs that were corrupt before the scenario began. */
  readonly tolerated: readonly Uint8Array[];
  /** True when the scenario writes a line of history for every end. */
  readonly keepsHistory: boolean;
}

/** Bytes that one write of a resumed upload takes at least, and the most writes that it takes. */
const STEP_BYTES = 5000;
const STEPS_MAX = 8;

/**
 * Does with a disk after a loss of power what a registry and the app would do: serves it at once, recovers it twice,
 * resumes every upload and finishes it. Resolves to all that is not as it was promised.
 */
export async function checkState(
  image: DiskImage,
  expected: Expectations,
  tools: CheckTools,
): Promise<readonly string[]> {
  try {
    const run = new AfterCrash(image, expected, tools);
    return await run.check();
  } finally {
    tools.pool.release();
  }
}

class AfterCrash {
  readonly #image: DiskImage;
  readonly #expected: Expectations;
  readonly #tools: CheckTools;
  readonly #wrong: string[] = [];

  constructor(image: DiskImage, expected: Expectations, tools: CheckTools) {
    this.#image = image;
    this.#expected = expected;
    this.#tools = tools;
  }

  async check(): Promise<readonly string[]> {
    await this.#look('at once', this.#image);
    for (const [name, promise] of this.#expected.promises) {
      const broken = promise(this.#image);
      if (broken !== null) this.#wrong.push(`promise "${name}": ${broken}`);
    }
    const disk = new SimulatedDisk(this.#image);
    const uploads = await this.#recover(disk);
    if (uploads === null) return this.#wrong;
    await this.#look('after recovery', disk.image());
    this.#checkRecovered(disk.image(), uploads);
    const engine = await startEngine(disk.start(), this.#tools.pool.factory);
    this.#checkHistory(engine, uploads);
    for (const upload of uploads) await this.#carryToItsEnd(engine, upload);
    await this.#look('at the end', disk.image());
    for (const upload of uploads) {
      const layer = this.#layerOf(upload);
      if (layer !== null) this.#checkServed(disk.image(), layer);
    }
    this.#checkNothingLeft(disk.image(), new Set());
    return this.#wrong;
  }

  /** Recovers, and once more; null when that failed. */
  async #recover(disk: SimulatedDisk): Promise<readonly ManagedUpload[] | null> {
    try {
      const first = await (await startEngine(disk.start(), this.#tools.pool.factory)).recover();
      const before = hashOf(disk.image());
      const second = await (await startEngine(disk.start(), this.#tools.pool.factory)).recover();
      if (hashOf(disk.image()) !== before) this.#wrong.push('a second recovery changed the store');
      const tell = (uploads: readonly ManagedUpload[]): string => JSON.stringify(uploads.map(({ view }) => view));
      if (tell(first) !== tell(second)) this.#wrong.push('a second recovery found something else');
      return second;
    } catch (error) {
      this.#wrong.push(`recovery failed: ${describe(error)}`);
      return null;
    }
  }

  async #look(when: string, image: DiskImage): Promise<void> {
    const { pool, tolerated } = this.#tools;
    for (const wrong of await wrongInStore(image, pool.factory, tolerated)) this.#wrong.push(`${when}: ${wrong}`);
  }

  #checkRecovered(image: DiskImage, found: readonly ManagedUpload[]): void {
    const listed = new Map(found.map((upload) => [upload.ref.id, upload]));
    this.#checkNothingLeft(image, new Set(listed.keys()));
    for (const upload of found) {
      const { view, ref } = upload;
      if (view.status.kind === 'failed' || view.status.kind === 'found') {
        this.#wrong.push(`upload ${ref.id} is ${JSON.stringify(view.status)}`);
      }
      if (this.#layerOf(upload) === null) this.#wrong.push(`upload ${ref.id} has no name of a layer`);
    }
    for (const known of this.#expected.uploads.values()) {
      const upload = listed.get(known.id);
      if (upload === undefined) this.#checkGone(image, known);
      else if (known.ended) this.#wrong.push(`upload ${known.id} is back after its ${known.ending}`);
      else if (upload.view.offset < known.checkpointed) this.#wrong.push(`upload ${known.id} lost checkpointed bytes`);
    }
  }

  #checkGone(image: DiskImage, known: KnownUpload): void {
    if (known.ending === null) this.#wrong.push(`upload ${known.id} is lost`);
    if (known.ending === 'finish') this.#checkServed(image, known.layer);
  }

  /** An upload that has ended has a line that says how. */
  #checkHistory({ history }: Engine, found: readonly ManagedUpload[]): void {
    for (const known of this.#expected.uploads.values()) {
      const isGone = !found.some((upload) => upload.ref.id === known.id);
      if (!known.remembered && !(isGone && this.#tools.keepsHistory)) continue;
      const entry = history.list().find(({ id }) => id === known.id);
      const outcome = known.ending === 'finish' ? 'finished' : 'cancelled';
      if (entry?.outcome !== outcome) this.#wrong.push(`history says ${entry?.outcome} of ${known.id}, not ${outcome}`);
    }
  }

  /** As the app does: what is whole is finished as it is, everything else goes on from the source first. */
  async #carryToItsEnd({ store, driver, factory }: Engine, upload: ManagedUpload): Promise<void> {
    const { view, ref } = upload;
    const layer = this.#layerOf(upload);
    if (layer === null) return;
    if (upload.isPlanned) {
      const whole = { upload: ref, bytes: layer.bytes, expected: layer.expected, verifyExisting: false };
      const stored = await storeWhole(driver, factory, whole, async () => undefined);
      if (stored === null) this.#wrong.push(`plan ${ref.id} took an upload`);
      return;
    }
    const known = this.#expected.uploads.get(ref.id);
    const { expected } = layer;
    try {
      const isReady = view.status.kind === 'ready' && known?.resumeAt == null;
      const at = known?.resumeAt == null ? {} : { at: Math.min(known.resumeAt, view.offset) };
      const how = isReady ? {} : { proof: proofBy(layer), ...at };
      await using writer = await store.resume(ref, { expected, ...how });
      const { checkpointed } = known ?? { checkpointed: 0 };
      if (writer.recovery.from < checkpointed) {
        this.#wrong.push(`upload ${ref.id} goes on from ${writer.recovery.from}, not ${checkpointed}`);
      }
      const step = Math.max(STEP_BYTES, Math.ceil(layer.bytes.length / STEPS_MAX));
      while (writer.offset < layer.bytes.length) {
        await writer.write(layer.bytes.subarray(writer.offset, writer.offset + step));
      }
      await writer.finish(expected);
    } catch (error) {
      this.#wrong.push(`upload ${ref.id} (${view.status.kind}) did not finish: ${describe(error)}`);
    }
  }

  #checkServed(image: DiskImage, { bytes, expected, name }: Layer): void {
    const canonical = digestOf(bytes);
    const blob = contentAt(image, pathFor({ kind: 'blobData', digest: canonical }));
    if (blob === null || Buffer.compare(blob, bytes) !== 0) this.#wrong.push(`layer ${name} has no right blob`);
    const names: readonly Digest[] = expected === null || algorithmOf(expected) === 'sha256' ? [] : [expected];
    for (const digest of [canonical, ...names]) {
      const link = contentAt(image, pathFor({ kind: 'layerLink', repository: REPOSITORY, digest }));
      if (link === null || new TextDecoder().decode(link) !== canonical) this.#wrong.push(`no link ${digest}`);
    }
  }

  #checkNothingLeft(image: DiskImage, but: ReadonlySet<string>): void {
    for (const kind of ['staging', 'trash'] as const) {
      for (const name of namesAt(image, pathFor({ kind }))) this.#wrong.push(`${kind} still holds ${name}`);
    }
    for (const id of namesAt(image, UPLOADS)) if (!but.has(id)) this.#wrong.push(`_uploads still holds ${id}`);
  }

  #layerOf({ ref, view }: ManagedUpload): Layer | null {
    const known = this.#expected.uploads.get(ref.id)?.layer;
    return known ?? this.#tools.layers.find((layer) => layer.name === view.name) ?? null;
  }
}

function describe(error: unknown): string {
  const { code, message, causes } = toErrorInfo(mainFailure(error));
  return [code, message, ...causes].join(': ');
}
