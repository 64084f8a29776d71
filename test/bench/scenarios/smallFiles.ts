import fs from 'node:fs';
import path from 'node:path';
import { mapLimited } from '../../../electron/ipc/mapLimited.ts';
import { hasProgram } from '../../../scripts/lib/surroundings.ts';
import { openManager } from '../../support/managers.ts';
import { inTurn } from '../harness/inTurn.ts';
import { KIB, type Scenario } from '../harness/scenario.ts';
import { ratios } from '../harness/statistics.ts';
import { settle, solidFile } from '../support/files.ts';
import { add, allFinish } from '../support/managing.ts';
import { filesToRegistry } from '../support/registryFiles.ts';

/** As many as the window's command adds together. */
const TOGETHER = 128;

/** How many small layers a second go from `add` to finished, all durable, beside a registry, which syncs nothing. */
export const smallFiles: Scenario = {
  name: 'small',
  drivesApp: false,
  metrics: [
    { id: 'small.files_per_s', unit: 'files/s', goal: null },
    { id: 'small.vs_registry', unit: '×', goal: '>= 10' },
    { id: 'peer.registry_files_per_s', unit: 'files/s', goal: null },
  ],
  run: async ({ quick, rounds, folder }) => {
    const count = quick ? 500 : 2000;
    const files = Array.from({ length: count }, (_, index) => solidFile(folder, `layer-${index}`, 64 * KIB, index));
    const perSecond = async (upload: (root: string) => Promise<number>): Promise<number> => {
      const root = fs.mkdtempSync(path.join(folder, 'store-'));
      settle(folder);
      const ms = await upload(root);
      fs.rmSync(root, { recursive: true });
      return count / (ms / 1000);
    };
    const ours = (root: string): Promise<number> => uploadAll(files, root);
    const registryThere = hasProgram('docker-registry');
    const { layerlift, registry } = await inTurn(
      {
        layerlift: () => perSecond(ours),
        registry: async () => (registryThere ? await perSecond((root) => filesToRegistry(files, root)) : Number.NaN),
      },
      rounds,
    );
    return {
      'small.files_per_s': layerlift,
      ...(registryThere && {
        'small.vs_registry': ratios(layerlift, registry),
        'peer.registry_files_per_s': registry,
      }),
    };
  },
};

/** Resolves to ms. */
async function uploadAll(files: readonly string[], root: string): Promise<number> {
  const manager = await openManager(root);
  try {
    const startedAt = Date.now();
    const finished = allFinish(manager, files.length);
    await mapLimited(files, TOGETHER, (file) => add(manager, file, true));
    return Math.max(...(await finished)) - startedAt;
  } finally {
    await manager.close();
  }
}
