import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { hasProgram } from '../../../scripts/lib/surroundings.ts';
import { inTurn } from '../harness/inTurn.ts';
import { GIB, MIB, type Scenario } from '../harness/scenario.ts';
import { pairwise, ratios } from '../harness/statistics.ts';
import {
  copyAndSync,
  copySyncAndHash,
  dockerRegistry,
  hashFromMemory,
  hashFromMemoryByWasm,
  layerlift,
  skopeo,
  writeDirectly,
} from '../support/contestants.ts';
import { solidFile } from '../support/files.ts';

const SPEED = { unit: 'MiB/s', goal: null } as const;
const RATIO = { unit: '×', goal: null } as const;

/**
 * How fast a layer moves end to end, beside others that move it and beside the limit: what SHA-256 alone does from
 * memory, or what the disk takes, whichever is less.
 */
export const throughput: Scenario = {
  name: 'throughput',
  drivesApp: false,
  metrics: [
    { id: 'throughput.mibps', ...SPEED },
    { id: 'throughput.vs_limit', unit: '×', goal: '>= 0.9' },
    { id: 'throughput.vs_cp_sync', unit: '×', goal: '>= 1.5' },
    { id: 'throughput.vs_cp_sync_hash', ...RATIO },
    { id: 'throughput.vs_registry', unit: '×', goal: '>= 5' },
    { id: 'throughput.vs_skopeo', ...RATIO },
    { id: 'throughput.wasm_mibps', ...SPEED },
    { id: 'throughput.wasm_vs_hash', ...RATIO },
    { id: 'throughput.wasm_vs_registry', unit: '×', goal: '>= 1.5' },
    { id: 'limit.hash_mibps', ...SPEED },
    { id: 'limit.disk_mibps', ...SPEED },
    { id: 'limit.wasm_hash_mibps', ...SPEED },
    { id: 'peer.cp_sync_mibps', ...SPEED },
    { id: 'peer.cp_sync_hash_mibps', ...SPEED },
    { id: 'peer.registry_mibps', ...SPEED },
    { id: 'peer.skopeo_mibps', ...SPEED },
  ],
  run: async ({ quick, rounds, folder }) => {
    const size = quick ? GIB : 4 * GIB;
    const file = solidFile(folder, 'layer', size);
    const hash = createHash('sha256');
    await pipeline(fs.createReadStream(file, { highWaterMark: MIB }), hash);
    const layer = { file, size, digest: `sha256:${hash.digest('hex')}` };
    const registryThere = hasProgram('docker-registry');
    const skopeoThere = registryThere && hasProgram('skopeo');
    const speeds = await inTurn(
      {
        ours: () => layerlift(layer, folder, 'auto'),
        hash: () => hashFromMemory(size),
        disk: () => writeDirectly(layer, folder),
        copy: () => copyAndSync(layer, folder),
        careful: () => copySyncAndHash(layer, folder),
        wasm: () => layerlift(layer, folder, 'hash-wasm'),
        wasmHash: () => hashFromMemoryByWasm(size),
        registry: async () => (registryThere ? await dockerRegistry(layer, folder) : Number.NaN),
        skopeo: async () => (skopeoThere ? await skopeo(layer, folder) : Number.NaN),
      },
      rounds,
    );
    const { ours, wasm } = speeds;
    return {
      'throughput.mibps': ours,
      'throughput.vs_limit': ratios(ours, pairwise(speeds.hash, speeds.disk, Math.min)),
      'throughput.vs_cp_sync': ratios(ours, speeds.copy),
      'throughput.vs_cp_sync_hash': ratios(ours, speeds.careful),
      'throughput.wasm_mibps': wasm,
      'throughput.wasm_vs_hash': ratios(wasm, speeds.wasmHash),
      'limit.hash_mibps': speeds.hash,
      'limit.disk_mibps': speeds.disk,
      'limit.wasm_hash_mibps': speeds.wasmHash,
      'peer.cp_sync_mibps': speeds.copy,
      'peer.cp_sync_hash_mibps': speeds.careful,
      ...(registryThere && {
        'throughput.vs_registry': ratios(ours, speeds.registry),
        'throughput.wasm_vs_registry': ratios(wasm, speeds.registry),
        'peer.registry_mibps': speeds.registry,
      }),
      ...(skopeoThere && {
        'throughput.vs_skopeo': ratios(ours, speeds.skopeo),
        'peer.skopeo_mibps': speeds.skopeo,
      }),
    };
  },
};
