import type { DigesterFactory } from '../../../electron/engine/digest/digester.ts';
import { LayerStore } from '../../../electron/engine/layers/layerStore.ts';
import type { GapProof } from '../../../electron/engine/layers/recoverUpload.ts';
import { openFilesystemDriver } from '../../../electron/engine/storage/filesystemDriver.ts';
import type { StorageDriver } from '../../../electron/engine/storage/storageDriver.ts';
import { History } from '../../../electron/engine/uploads/history.ts';
import type { ManagedUpload } from '../../../electron/engine/uploads/managedUpload.ts';
import { Plans } from '../../../electron/engine/uploads/plans.ts';
import { recoverPlans, recoverStore } from '../../../electron/engine/uploads/recovery.ts';
import { readerOver } from '../../support/layers.ts';
import type { Layer } from './expectations.ts';
import { MOUNT, type Process } from './simulatedDisk.ts';

/** What every clock in these tests says, ms since the epoch. */
export const NOW = 1_795_000_000_000;

/** The engine of one process over a simulated disk. */
export interface Engine {
  readonly driver: StorageDriver;
  readonly store: LayerStore;
  readonly history: History;
  readonly factory: DigesterFactory;
  /** Those that were read when the uploads were, or are read now. */
  plans(): Promise<Plans>;
  /** As at the start of the app. */
  recover(): Promise<readonly ManagedUpload[]>;
}

/** Starts the engine as a new process would. `wrap` stands between it and its driver. */
export async function startEngine(
  process: Process,
  factory: DigesterFactory,
  wrap: (driver: StorageDriver) => StorageDriver = (driver) => driver,
): Promise<Engine> {
  const clock = (): number => NOW;
  const driver = wrap(openFilesystemDriver(MOUNT, process.ops));
  const store = new LayerStore(driver, factory, clock);
  const history = await History.load(driver);
  let plans: Promise<Plans> | null = null;
  const recover = async (): Promise<readonly ManagedUpload[]> => {
    const found = await recoverPlans(driver, history, await recoverStore({ driver, store, history, clock }));
    plans = Promise.resolve(found.plans);
    return found.uploads;
  };
  const loaded = (): Promise<Plans> => {
    plans ??= Plans.load(driver, history).then(([read]) => read);
    return plans;
  };
  return { driver, store, history, factory, plans: loaded, recover };
}

/** The source as proof of a gap of ours. */
export function proofBy(layer: Layer): GapProof {
  return { openSource: async (offset) => readerOver(layer.bytes, offset), onDifference: 'cut' };
}
