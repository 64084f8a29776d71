import type { DigesterFactory } from '../../../electron/engine/digest/digester.ts';
import type { ResumeOptions } from '../../../electron/engine/layers/layerStore.ts';
import type { LayerWriter } from '../../../electron/engine/layers/layerWriter.ts';
import { storeWhole } from '../../../electron/engine/layers/storeWhole.ts';
import type { UploadRecord } from '../../../electron/engine/layers/uploadRecord.ts';
import { newUploadId, type UploadRef } from '../../../electron/engine/layers/uploadRef.ts';
import type { ManagedUpload } from '../../../electron/engine/uploads/managedUpload.ts';
import type { HistoryEntry } from '../../../shared/ipc.ts';
import { newRecord, REPOSITORY } from '../../support/layers.ts';
import type { DiskImage } from './diskImage.ts';
import { type Engine, NOW, startEngine } from './engine.ts';
import { begun, changed, type KnownUpload, type Layer, type Mark } from './expectations.ts';
import type { Random } from './random.ts';
import { type Operation, type Process, type ProcessOptions, SimulatedDisk } from './simulatedDisk.ts';
import { type DropSite, tracedDriver } from './syncSites.ts';

/** One thing that the engine is made to do while everything is recorded. */
export interface Scenario {
  readonly name: string;
  readonly layers: readonly Layer[];
  /** Blobs that `prepare` leaves corrupt. */
  readonly corrupt?: readonly Uint8Array[];
  /** False where ends get no line of history. */
  readonly keepsHistory?: boolean;
  /** What the store holds before; durable when `run` begins. */
  prepare?(lab: Lab): Promise<void>;
  run(lab: Lab): Promise<void>;
}

/** A mark that holds once the first `at` operations of the log have happened. */
export interface PlacedMark {
  readonly at: number;
  readonly mark: Mark;
}

/** All that is to be known of one run. */
export interface Recording {
  readonly scenario: Scenario;
  /** What was on the disk before, and durable. */
  readonly base: DiskImage;
  readonly log: readonly Operation[];
  readonly marks: readonly PlacedMark[];
  /** The length of the log when the first sync was left out; null when none was. */
  readonly firstDropped: number | null;
}

/**
 * When a process is killed: after so many operations of its own, or after so many syncs and right before the next,
 * which is when the most lies in the page cache.
 */
export interface Death {
  readonly after: 'operations' | 'syncs';
  readonly count: number;
}

/** How a recording is made. */
export interface RecordOptions {
  readonly factory: DigesterFactory;
  readonly random: Random;
  /** Leaves out the syncs of one place in the code, and of all that it calls. */
  readonly dropped?: DropSite;
}

/** Runs a scenario on a simulated disk. */
export async function record(scenario: Scenario, options: RecordOptions): Promise<Recording> {
  const preparing = new Lab(new SimulatedDisk(), scenario.layers, options);
  await scenario.prepare?.(preparing);
  const base = preparing.disk.image();
  const lab = new Lab(new SimulatedDisk(base), scenario.layers, options);
  for (const { mark } of preparing.marks) lab.mark(mark);
  await scenario.run(lab);
  return { scenario, base, log: lab.disk.log, marks: lab.marks, firstDropped: lab.firstDropped };
}

/** Where a scenario runs: the disk, the process of the moment, and what was reported so far. */
export class Lab {
  readonly disk: SimulatedDisk;
  readonly random: Random;
  readonly marks: PlacedMark[] = [];
  firstDropped: number | null = null;
  readonly #layers: readonly Layer[];
  readonly #options: RecordOptions;
  #process: Process | null = null;

  constructor(disk: SimulatedDisk, layers: readonly Layer[], options: RecordOptions) {
    this.disk = disk;
    this.#layers = layers;
    this.random = options.random;
    this.#options = options;
  }

  /** From now on more may be expected: something was reported. */
  mark(mark: Mark): void {
    this.marks.push({ at: this.disk.log.length, mark });
  }

  /** From the next operation on less may be expected: something is asked for. */
  asked(mark: Mark): void {
    this.marks.push({ at: this.disk.log.length + 1, mark });
  }

  /** Starts a process; the one before is killed, while the kernel keeps what that one wrote. */
  async start(options: Pick<ProcessOptions, 'before' | 'beforeSync'> = {}): Promise<Engine> {
    this.#process?.kill();
    const { dropped, factory } = this.#options;
    this.#process = this.disk.start({ ...options, honoursSync: () => this.#honours(dropped) });
    return await startEngine(this.#process, factory, dropped === undefined ? undefined : tracedDriver);
  }

  /**
   * Starts a process that is killed at a moment in the middle of whatever `task` does; resolves then, or when the task
   * is done before.
   */
  async killed({ after, count }: Death, task: (engine: Engine) => Promise<void>): Promise<void> {
    let left = count;
    const { promise: killed, resolve: kill } = withResolvers();
    const step = (): void => {
      left -= 1;
      // What a process does at once may come here once more after its death, and the next one runs by then.
      if (left !== -1) return;
      this.#process?.kill();
      kill();
    };
    const started = this.start(after === 'syncs' ? { beforeSync: step } : { before: async () => step() });
    await Promise.race([started.then(task), killed]);
  }

  async begin({ store }: Engine, layer: Layer): Promise<UploadRef> {
    const upload = await store.begin(recordOf(layer));
    this.mark(begun(upload.id, layer));
    return upload;
  }

  async create(engine: Engine, layer: Layer, options: ResumeOptions = {}): Promise<LayerWriter> {
    return await engine.store.resume(await this.begin(engine, layer), { expected: layer.expected, ...options });
  }

  /** Records that a layer will be stored in one step. */
  async plan(engine: Engine, layer: Layer): Promise<UploadRef> {
    const id = newUploadId();
    await (await engine.plans()).add({ id, record: recordOf(layer) });
    this.mark(begun(id, layer));
    return { repository: REPOSITORY, id };
  }

  /** Begins an upload for one that is planned. */
  async beginPlanned(engine: Engine, { id }: UploadRef, layer: Layer): Promise<LayerWriter> {
    const upload = await engine.store.beginAs(id, recordOf(layer));
    await (await engine.plans()).begun(id);
    return await engine.store.resume(upload, { expected: layer.expected });
  }

  /** Stores a layer that is planned. */
  async storePlanned({ driver, factory, history, plans }: Engine, upload: UploadRef, layer: Layer): Promise<void> {
    const { id } = upload;
    this.asked(changed(id, () => ({ ending: 'finish' })));
    const whole = { upload, bytes: layer.bytes, expected: layer.expected, verifyExisting: false };
    const stored = await storeWhole(driver, factory, whole, async () => undefined);
    if (stored === null) throw new Error('it takes an upload');
    const { digest, size } = stored;
    await history.add({ ...entryOf(layer, upload), outcome: 'finished', digest, size });
    (await plans()).end(id);
    this.mark(changed(id, () => ({ remembered: true, ended: true })));
  }

  async checkpoint(writer: LayerWriter): Promise<void> {
    await writer.checkpoint();
    this.#reached(writer);
  }

  async close(writer: LayerWriter): Promise<void> {
    await writer.close();
    this.#reached(writer);
  }

  async finish({ history }: Engine, writer: LayerWriter, layer: Layer): Promise<void> {
    const { id } = writer.upload;
    this.asked(changed(id, () => ({ ending: 'finish' })));
    await writer.finish(layer.expected, {
      onRetired: async ({ digest, size }) => {
        await history.add({ ...entryOf(layer, writer.upload), outcome: 'finished', digest, size });
        this.mark(changed(id, () => ({ remembered: true })));
      },
    });
    this.mark(changed(id, () => ({ ended: true })));
  }

  async cancel({ store, history }: Engine, upload: UploadRef, layer: Layer): Promise<void> {
    this.asked(changed(upload.id, () => ({ ending: 'cancel' })));
    await store.cancel(upload, async () => {
      await history.add({ ...entryOf(layer, upload), outcome: 'cancelled', digest: null });
      this.mark(changed(upload.id, () => ({ remembered: true })));
    });
    this.mark(changed(upload.id, () => ({ ended: true })));
  }

  /** Recovery as at the start of the app. What it lists is reported by that, and what it does not has ended. */
  async recover(engine: Engine): Promise<readonly ManagedUpload[]> {
    const found = await engine.recover();
    for (const { ref, view } of found) {
      const layer = this.#layers.find(({ name }) => name === view.name);
      if (layer !== undefined)
        this.mark((before) => (before.uploads.has(ref.id) ? before : begun(ref.id, layer)(before)));
    }
    this.mark((before) => {
      const uploads = [...before.uploads].map(([id, upload]): [typeof id, KnownUpload] => [
        id,
        found.some(({ ref }) => ref.id === id) ? upload : { ...upload, ended: true, remembered: true },
      ]);
      return { ...before, uploads: new Map(uploads) };
    });
    return found;
  }

  #honours(dropped: DropSite | undefined): boolean {
    if (dropped?.isCalling() !== true) return true;
    this.firstDropped ??= this.disk.log.length;
    return false;
  }

  #reached(writer: LayerWriter): void {
    const { checkpointed } = writer;
    this.mark(changed(writer.upload.id, () => ({ checkpointed })));
  }
}

function recordOf({ name, bytes, expected }: Layer): UploadRecord {
  const source = { path: `/source/${name}`, size: bytes.length, mtimeNs: '1', device: '1', inode: '1' };
  return newRecord({ name, expected, source });
}

function entryOf(layer: Layer, { id }: UploadRef): Omit<HistoryEntry, 'outcome' | 'digest'> {
  return { id, repository: REPOSITORY, name: layer.name, size: 0, at: NOW, note: '' };
}

function withResolvers(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
