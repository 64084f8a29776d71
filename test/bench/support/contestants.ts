import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { BACKEND_VARIABLE } from '../../../electron/engine/digest/backend.ts';
import { createWasmDigesterFactory } from '../../../electron/engine/digest/wasmDigester.ts';
import { type Command, capture } from '../../../scripts/lib/run.ts';
import { CANONICAL_ALGORITHM } from '../../../shared/digest.ts';
import { startDockerRegistry } from '../../support/dockerRegistry.ts';
import { openManager } from '../../support/managers.ts';
import { patchUpload, putDigest, startUpload } from '../../support/registryHttp.ts';
import { MIB } from '../harness/scenario.ts';
import { settle, warm } from './files.ts';
import { add, reaches } from './managing.ts';
import { skopeoCopy } from './skopeo.ts';

/** A layer that contestants move: its file, in bytes and with its digest. */
export interface Layer {
  readonly file: string;
  readonly size: number;
  readonly digest: string;
}

/** Each contestant starts on a quiet disk with the layer in the page cache, and leaves nothing. MiB a second. */
async function timed(layer: Layer, folder: string, move: (target: string) => Promise<number>): Promise<number> {
  const target = fs.mkdtempSync(path.join(folder, 'target-'));
  try {
    warm(layer.file);
    settle(folder);
    return (layer.size / MIB / (await move(target))) * 1000;
  } finally {
    fs.rmSync(target, { recursive: true });
  }
}

/** Ours, as it ships: from `add` to a finished layer, durable, with checkpoints, in a thread. */
export async function layerlift(layer: Layer, folder: string, backend: 'auto' | 'hash-wasm'): Promise<number> {
  return await timed(layer, folder, async (root) => {
    // Threads take the environment of the moment in which they start.
    process.env[BACKEND_VARIABLE] = backend;
    const manager = await openManager(root);
    try {
      // As the window does when a file comes, before anybody can say what is to become of it.
      await manager.prepare();
      const startedAt = Date.now();
      const { at, digest } = await reaches(manager, await add(manager, layer.file, true), 'finished');
      if (digest !== layer.digest) throw new Error(`the digest is ${digest}, should be ${layer.digest}`);
      return at - startedAt;
    } finally {
      await manager.close();
    }
  });
}

/** `cp`, then `sync` of the data: durable, but nothing is hashed. */
export async function copyAndSync(layer: Layer, folder: string): Promise<number> {
  return await timed(layer, folder, async (target) => {
    const copy = path.join(target, 'copy');
    return runAll(['cp', layer.file, copy], ['sync', '-d', copy]);
  });
}

/** The same, and `sha256sum` of the copy: what a careful person does by hand. */
export async function copySyncAndHash(layer: Layer, folder: string): Promise<number> {
  return await timed(layer, folder, async (target) => {
    const copy = path.join(target, 'copy');
    return runAll(['cp', layer.file, copy], ['sync', '-d', copy], ['sha256sum', copy]);
  });
}

/** What the disk takes: as many bytes written past the page cache from memory, and synced. MiB a second. */
export async function writeDirectly(layer: Layer, folder: string): Promise<number> {
  return await timed(layer, folder, async (target) => {
    const [bs, count] = [4 * MIB, Math.ceil(layer.size / (4 * MIB))];
    const copy = path.join(target, 'copy');
    return runAll(['dd', 'if=/dev/zero', `of=${copy}`, `bs=${bs}`, `count=${count}`, 'oflag=direct', 'conv=fdatasync']);
  });
}

/** `skopeo copy` to a registry that syncs nothing. */
export async function skopeo(layer: Layer, folder: string): Promise<number> {
  return await timed(layer, folder, (target) => skopeoCopy(layer, target));
}

/** Runs programs one after another and returns ms. */
function runAll(...commands: readonly Command[]): number {
  const startedAt = performance.now();
  for (const command of commands) {
    const { code, stderr } = capture(command);
    if (code !== 0) throw new Error(`${command[0]}: ${stderr}`);
  }
  return performance.now() - startedAt;
}

/** One streaming PATCH and a PUT over loopback. It syncs nothing: what it says it has, a loss of power may take. */
export async function dockerRegistry(layer: Layer, folder: string): Promise<number> {
  return await timed(layer, folder, async (root) => {
    await using registry = await startDockerRegistry(root);
    const startedAt = performance.now();
    const { location } = await startUpload(registry, 'bench/layers');
    const body = fs.createReadStream(layer.file, { highWaterMark: MIB });
    await putDigest(await patchUpload(location, body), layer.digest);
    return performance.now() - startedAt;
  });
}

/** SHA-256 of as many bytes from memory by node:crypto, the fastest there is here. MiB a second. */
export async function hashFromMemory(size: number): Promise<number> {
  const hash = createHash('sha256');
  return hashing(size, (chunk) => void hash.update(chunk));
}

/** The same by hash-wasm. */
export async function hashFromMemoryByWasm(size: number): Promise<number> {
  const digester = await (await createWasmDigesterFactory()).create(CANONICAL_ALGORITHM);
  return hashing(size, (chunk) => digester.update(chunk));
}

function hashing(size: number, update: (chunk: Uint8Array) => void): number {
  const chunk = Buffer.alloc(MIB, 'layer');
  const startedAt = performance.now();
  for (let done = 0; done < size; done += MIB) update(chunk);
  return (size / MIB / (performance.now() - startedAt)) * 1000;
}
