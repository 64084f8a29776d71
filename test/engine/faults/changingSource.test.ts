import { appendFileSync, renameSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { pathFor } from '../../../electron/engine/layers/paths.ts';
import type { UploadRef } from '../../../electron/engine/layers/uploadRef.ts';
import { FinishWish } from '../../../electron/engine/uploads/finishWish.ts';
import { openStore } from '../../../electron/engine/uploads/openStore.ts';
import { RateLimit } from '../../../electron/engine/uploads/rateLimit.ts';
import { identifySource } from '../../../electron/engine/uploads/source.ts';
import type { MoveJob, TransferEvent, TransferResult } from '../../../electron/engine/uploads/transferJob.ts';
import { runJob } from '../../../electron/worker/runJob.ts';
import { digestOf, layerStore, newRecord, servedBytes } from '../../support/layers.ts';
import { sourceFile } from '../../support/managers.ts';
import { seededBytes } from '../../support/seededBytes.ts';
import { quickTempDir } from '../../support/tempDir.ts';

const MIB = 1024 * 1024;

interface Scene extends AsyncDisposable {
  readonly file: string;
  readonly root: string;
  readonly bytes: Uint8Array;
  readonly upload: UploadRef;
  /** Runs a move as a transfer thread would; `on` sees each event at once. */
  run(on: (event: TransferEvent) => void, finish?: boolean): Promise<TransferResult>;
  /** Runs a move that is stopped before it takes a chunk; `before` sees the number of each, counted from 1. */
  pauseAtChunk(chunk: number, before: (chunk: number) => void): Promise<TransferResult>;
  data(): Promise<Uint8Array>;
}

async function scene(size: number): Promise<Scene> {
  const dir = await quickTempDir();
  const root = path.join(dir.path, 'store');
  const bytes = seededBytes(730, size);
  const file = await sourceFile(dir.path, 'a.tar', bytes);
  await (await openStore(root, true)).close();
  const source = await identifySource(file);
  const { store } = await layerStore(root);
  const upload = await store.begin(newRecord({ source }));
  const job: MoveJob = {
    kind: 'move',
    root,
    upload,
    source,
    expected: null,
    finish: new FinishWish().shared,
    proof: 'gap',
    verifyExisting: false,
    digester: 'auto',
  };
  const rateLimit = new RateLimit();
  return {
    file,
    root,
    bytes,
    upload,
    run: (on, finish = false) => {
      const { signal } = new AbortController();
      const wish = new FinishWish();
      if (finish) wish.wish();
      return runJob(
        { ...job, finish: wish.shared },
        { signal, rateLimit, emit: on, retire: async (event) => on(event) },
      );
    },
    pauseAtChunk: (last, before) => {
      let chunk = 0;
      const stopping = new AbortController();
      // The stream asks once before every chunk.
      const take = async (wanted: number): Promise<number> => {
        chunk += 1;
        before(chunk);
        if (chunk >= last) stopping.abort();
        return wanted;
      };
      const { signal } = stopping;
      return runJob(job, { signal, rateLimit: { take }, emit: () => undefined, retire: async () => undefined });
    },
    data: () => readFile(path.join(root, pathFor({ kind: 'uploadData', ...upload }))),
    [Symbol.asyncDispose]: () => dir[Symbol.asyncDispose](),
  };
}

/** Nothing is in the upload that was not in the source when it was added. */
async function expectPrefix(at: Scene): Promise<void> {
  const data = await at.data();
  expect(Buffer.compare(data, at.bytes.subarray(0, data.length))).toBe(0);
}

/** Runs something once, at the first event of a kind. */
function once(type: TransferEvent['type'], act: () => void): (event: TransferEvent) => void {
  let done = false;
  return (event) => {
    if (done || event.type !== type) return;
    done = true;
    act();
  };
}

/** Other bytes of the same size, at another time. */
function rewrite({ file, bytes }: Scene): void {
  writeFileSync(file, Buffer.alloc(bytes.length, 'x'), { flag: 'r+' });
  utimesSync(file, 1, 1);
}

const CHANGES: readonly (readonly [string, (at: Scene) => void, string])[] = [
  ['is rewritten', rewrite, 'SOURCE_CHANGED'],
  ['shrinks', ({ file }) => truncateSync(file, 10), 'SOURCE_CHANGED'],
  ['grows', ({ file }) => appendFileSync(file, 'more'), 'SOURCE_CHANGED'],
  [
    'is replaced',
    ({ file, bytes }) => {
      writeFileSync(`${file}.new`, Buffer.alloc(bytes.length, 'x'));
      renameSync(`${file}.new`, file);
    },
    'SOURCE_CHANGED',
  ],
  ['vanishes', ({ file }) => renameSync(file, `${file}.away`), 'SOURCE_NOT_FOUND'],
];

describe.each(CHANGES)('a source that %s', (_, change, code) => {
  it('before the start stops the upload before it is touched', async () => {
    await using at = await scene(MIB);
    change(at);
    expect(await at.run(() => undefined)).toMatchObject({ kind: 'failed', error: { code }, position: { offset: 0 } });
  });

  it('in the middle stops it, with none of the other bytes', async () => {
    await using at = await scene(48 * MIB);
    const result = await at.run(once('moving', () => change(at)));
    expect(result).toMatchObject({ kind: 'failed', error: { code } });
    await expectPrefix(at);
  });

  it('in the middle leaves none of the other bytes when a person pauses just then', async () => {
    await using at = await scene(12 * MIB);
    // Less than what makes a checkpoint due: only the pause itself can notice.
    const result = await at.pauseAtChunk(5, (chunk) => chunk === 3 && change(at));
    expect(result).toMatchObject({ kind: 'failed', error: { code } });
    await expectPrefix(at);
  });

  it('after the last byte, before it counts, stops it', async () => {
    await using at = await scene(MIB - 1);
    expect(await at.run(once('moving', () => change(at)))).toMatchObject({ kind: 'failed', error: { code } });
    await expectPrefix(at);
  });

  it('once all bytes are proven does not matter any more', async () => {
    await using at = await scene(MIB - 1);
    const result = await at.run(
      once('finishing', () => change(at)),
      true,
    );
    expect(result).toMatchObject({ kind: 'finished', layer: { digest: digestOf(at.bytes) } });
    expect(Buffer.compare(await servedBytes(at.root, digestOf(at.bytes)), at.bytes)).toBe(0);
  });
});

describe('a source that comes back', () => {
  it('lets the upload go on where it stopped', async () => {
    await using at = await scene(48 * MIB);
    await at.run(once('moving', () => renameSync(at.file, `${at.file}.away`)));
    renameSync(`${at.file}.away`, at.file);
    expect(await at.run(() => undefined)).toMatchObject({ kind: 'complete', digest: digestOf(at.bytes) });
  });
});

describe('a store that is unplugged in the middle', () => {
  it('keeps every byte, and goes on when it is back', async () => {
    await using at = await scene(12 * MIB);
    const away = `${at.root}-away`;
    const result = await at.pauseAtChunk(5, (chunk) => chunk === 3 && renameSync(at.root, away));
    expect(result).toMatchObject({ kind: 'failed', error: { code: 'STORE_MISSING' }, position: null });
    renameSync(away, at.root);
    expect((await at.data()).length).toBeGreaterThan(0);
    await expectPrefix(at);
    let copiedTwice = -1;
    const next = await at.run((event) => {
      if (event.type === 'opened') copiedTwice = event.recovery.copiedTwice;
    });
    expect(next).toMatchObject({ kind: 'complete', digest: digestOf(at.bytes) });
    expect(copiedTwice).toBe(0);
  });
});
