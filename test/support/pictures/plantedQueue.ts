import { truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathFor } from '../../../electron/engine/layers/paths.ts';
import type { RecordedPhase } from '../../../electron/engine/layers/uploadRecord.ts';
import { identifySource } from '../../../electron/engine/uploads/source.ts';
import type { Digest } from '../../../shared/digest.ts';
import { parseRepositoryName } from '../../../shared/names.ts';
import type { AppFolders } from '../app.ts';
import { tarOf } from '../contents/tars.ts';
import { MIB } from '../journey.ts';
import { digestOf, layerStore, newRecord } from '../layers.ts';
import { seededBytes } from '../seededBytes.ts';

const MOVING: RecordedPhase = { kind: 'moving' };
const PAUSED: RecordedPhase = { kind: 'paused', reason: 'person', error: null };
const COMPLETE: RecordedPhase = { kind: 'complete', mismatch: null };

/** The first upload's creation; the others follow a second apart, so that the list keeps the order given here. */
const CREATED_AT = 1_795_000_000_000;

interface Planted {
  readonly name: string;
  readonly repository: string;
  readonly content: Uint8Array;
  /** Bytes of the source; more than `content` are zeros that take no room. */
  readonly size: number;
  /** Bytes of it in the store. */
  readonly written: number;
  readonly phase: RecordedPhase;
  readonly expected?: Digest;
}

const sizes = { kernel: 9, modules: 22, nginx: 14, libc: 18, locale: 5 } as const;

/** A file system as an image's layer has it. */
function rootfs(): Uint8Array {
  const file = (at: string, seed: number, size: number) => ({ path: at, content: seededBytes(seed, size * 40_000) });
  return tarOf(
    file('boot/vmlinuz-6.1.0', 1, sizes.kernel),
    file('lib/modules/6.1.0/kernel.bin', 2, sizes.modules),
    file('lib/x86_64-linux-gnu/libc.so.6', 3, sizes.libc),
    file('usr/sbin/nginx', 4, sizes.nginx),
    file('usr/lib/locale/C.utf8', 5, sizes.locale),
    { path: 'usr/bin/sh', type: 'SymbolicLink', linkpath: 'dash' },
  );
}

/** Uploads of which every byte is decided, in the order of the list; a state of each kind that a store can hold. */
export const QUEUE = {
  moving: 'llama-70b-instruct.q8.tar',
  waiting: 'ubuntu-24.04-cuda-rootfs.tar.zst',
  paused: 'base-rootfs.tar',
  ready: 'assets-2026-11.tar.gz',
  changed: 'textures-pack-b.tar.gz',
  failed: 'dump-2026-11-23.tar',
  mismatch: 'not-what-was-promised.tar',
} as const;

function uploads(): readonly Planted[] {
  const layer = rootfs();
  const assets = seededBytes(11, 3 * MIB);
  const other = seededBytes(12, MIB);
  const large = { content: new Uint8Array(), written: 0, phase: MOVING };
  return [
    { ...large, name: QUEUE.moving, repository: 'ml/llama-70b', size: 640 * MIB, written: 256 * MIB },
    { ...large, name: QUEUE.waiting, repository: 'library/ubuntu', size: 400 * MIB },
    {
      name: QUEUE.paused,
      repository: 'library/ubuntu',
      content: layer,
      size: layer.length,
      written: 2 * MIB,
      phase: PAUSED,
    },
    {
      name: QUEUE.ready,
      repository: 'games/assets',
      content: assets,
      size: assets.length,
      written: assets.length,
      phase: COMPLETE,
      expected: digestOf(assets),
    },
    { ...large, name: QUEUE.changed, repository: 'games/assets', size: 9 * MIB, written: 3 * MIB },
    { ...large, name: QUEUE.failed, repository: 'backup/nightly-postgres', size: 9 * MIB, written: MIB },
    {
      name: QUEUE.mismatch,
      repository: 'library/ubuntu',
      content: other,
      size: other.length,
      written: other.length,
      phase: { kind: 'complete', mismatch: digestOf(other) },
      expected: digestOf(assets),
    },
  ];
}

/**
 * Fills a store as an app leaves it that was killed, with the engine's own writer, and makes the sources beside it.
 * Nothing in it depends on how fast bytes move.
 * @returns finds the folder of the upload of a name.
 */
export async function plantQueue(folders: AppFolders): Promise<(name: string) => string> {
  const { store } = await layerStore(folders.store);
  const places = new Map<string, string>();
  for (const [index, upload] of uploads().entries()) {
    const { name, content, size, written, phase, expected = null } = upload;
    const file = path.join(folders.files, name);
    await writeFile(file, content);
    await truncate(file, size);
    const record = newRecord({
      repository: parseRepositoryName(upload.repository),
      name,
      source: await identifySource(file),
      expected,
      createdAt: CREATED_AT + index * 1000,
      phase,
    });
    await using writer = await store.create(record);
    places.set(name, path.join(folders.store, pathFor({ kind: 'upload', ...writer.upload })));
    for (let at = 0; at < written; at += MIB) {
      const end = Math.min(at + MIB, written);
      const bytes = new Uint8Array(end - at);
      bytes.set(content.subarray(at, end));
      await writer.write(bytes);
    }
  }
  return (name) => {
    const place = places.get(name);
    if (place === undefined) throw new Error(`no upload ${name}`);
    return place;
  };
}
