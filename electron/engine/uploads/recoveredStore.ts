import { digestersWhenNeeded } from '../digest/backend.ts';
import { LayerStore } from '../layers/layerStore.ts';
import { History } from './history.ts';
import type { ManagedUpload } from './managedUpload.ts';
import type { ManagerOptions } from './managerOptions.ts';
import { type OpenStore, openStore } from './openStore.ts';
import type { Plans } from './plans.ts';
import { QueueOrder } from './queueOrder.ts';
import { recoverPlans, recoverStore } from './recovery.ts';
import { UploadRoster } from './uploadRoster.ts';

/** A store that is ours, at rest, with all that was found in it. */
export interface RecoveredStore {
  readonly opened: OpenStore;
  readonly store: LayerStore;
  readonly history: History;
  readonly plans: Plans;
  readonly uploads: readonly ManagedUpload[];
  /** The uploads in the order of the queue. */
  readonly roster: UploadRoster;
}

/** Opens a store, brings it to rest, finds its uploads. Whoever has it closes `opened`. Errors as `openStore`. */
export async function openRecovered(
  { root, create, digester }: ManagerOptions,
  clock: () => number,
): Promise<RecoveredStore> {
  const opened = await openStore(root, create);
  const { driver } = opened;
  try {
    const store = new LayerStore(driver, digestersWhenNeeded(digester), clock);
    const history = await History.load(driver);
    const begun = await recoverStore({ driver, store, history, clock });
    const { plans, uploads } = await recoverPlans(driver, history, begun);
    const ids = uploads.map(({ ref }) => ref.id);
    const roster = new UploadRoster(uploads, await QueueOrder.load(driver, ids));
    return { opened, store, history, plans, uploads, roster };
  } catch (error) {
    await opened.close();
    throw error;
  }
}
