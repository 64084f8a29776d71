import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { hasProgram } from '../../../scripts/lib/surroundings.ts';
import { inTurn } from '../harness/inTurn.ts';
import { GIB, MIB, type Scenario } from '../harness/scenario.ts';
import { ratios } from '../harness/statistics.ts';
import { copyAndSync, dockerRegistry, hashFromMemory, layerlift } from '../support/contestants.ts';
import { solidFile } from '../support/files.ts';

const SPEED = { unit: 'MiB/s', goal: null } as const;
const RATIO = { unit: '×', goal: null } as const;

/** How fast a layer moves end to end, beside the back end alone, `cp` and `sync`, and a registry. */
export const throughput: Scenario = {
  name: 'throughput',
  drivesApp: false,
  metrics: [
    { id: 'throughput.mibps', ...SPEED },
    { id: 'throughput.vs_hash', unit: '×', goal: '>= 0.9' },
    { id: 'throughput.vs_cp_sync', unit: '×', goal: '>= 1.5' },
    { id: 'throughput.vs_registry', unit: '×', goal: '>= 5' },
    { id: 'throughput.wasm_mibps', ...SPEED },
    { id: 'throughput.wasm_vs_hash', ...RATIO },
    { id: 'throughput.wasm_vs_registry', unit: '×', goal: '>= 1.5' },
    { id: 'peer.hash_mibps', ...SPEED },
    { id: 'peer.wasm_hash_mibps', ...SPEED },
    { id: 'peer.cp_sync_mibps', ...SPEED },
    { id: 'peer.registry_mibps', ...SPEED },
  ],
  run: async ({ quick, rounds, folder }) => {
    const size = quick ? GIB : 4 * GIB;
    const file = solidFile(folder, 'layer', size);
    const hash = createHash('sha256');
    await pipeline(fs.createReadStream(file, { highWaterMark: MIB }), hash);
    const layer = { file, size, digest: `sha256:${hash.digest('hex')}` };
    const hasRegistry = hasProgram('docker-registry');
    const speeds = await inTurn(
      {
        ours: () => layerlift(layer, folder, 'auto'),
        hash: () => hashFromMemory(size, 'auto'),
        copy: () => copyAndSync(layer, folder),
        wasm: () => layerlift(layer, folder, 'hash-wasm'),
        wasmHash: () => hashFromMemory(size, 'hash-wasm'),
        registry: async () => (hasRegistry ? await dockerRegistry(layer, folder) : Number.NaN),
      },
      rounds,
    );
    const { ours, hash: limit, copy, wasm, wasmHash, registry } = speeds;
    return {
      'throughput.mibps': ours,
      'throughput.vs_hash': ratios(ours, limit),
      'throughput.vs_cp_sync': ratios(ours, copy),
      'throughput.wasm_mibps': wasm,
      'throughput.wasm_vs_hash': ratios(wasm, wasmHash),
      'peer.hash_mibps': limit,
      'peer.wasm_hash_mibps': wasmHash,
      'peer.cp_sync_mibps': copy,
      ...(hasRegistry && {
        'throughput.vs_registry': ratios(ours, registry),
        'throughput.wasm_vs_registry': ratios(wasm, registry),
        'peer.registry_mibps': registry,
      }),
    };
  },
};
