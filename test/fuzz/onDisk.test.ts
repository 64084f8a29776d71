import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadDigesterFactory } from '../../electron/engine/digest/backend.ts';
import { type Checkpoint, encodeSlot, SLOT_BYTES } from '../../electron/engine/layers/checkpointSlot.ts';
import { readCheckpoints } from '../../electron/engine/layers/checkpoints.ts';
import { pathFor } from '../../electron/engine/layers/paths.ts';
import { fromRecord } from '../../electron/engine/layers/uploadRecord.ts';
import { History } from '../../electron/engine/uploads/history.ts';
import { type Plan, Plans } from '../../electron/engine/uploads/plans.ts';
import { hasCode } from '../../shared/errors.ts';
import type { HistoryEntry } from '../../shared/ipc.ts';
import { parseUploadId } from '../../shared/names.ts';
import { digestOf, layerStore, newRecord, REPOSITORY } from '../support/layers.ts';
import { seededBytes } from '../support/seededBytes.ts';
import { quickTempDir } from '../support/tempDir.ts';
import { nearly, nearlyBytes, RUNS } from './inputs.ts';

/** Real checkpoints at growing offsets, as an upload makes them in turn. */
async function writtenCheckpoints(count: number): Promise<readonly Checkpoint[]> {
  const digester = await (await loadDigesterFactory()).create('sha256');
  return Array.from({ length: count }, (_, at) => {
    digester.update(seededBytes(at, 1 + ((at * 37) % 200)));
    const states = new Map([['sha256' as const, digester.saveState()]]);
    return { offset: digester.length, sequence: at + 1, at: 1_795_000_000_000 + at, states };
  });
}

describe('files that somebody has spoilt', { timeout: 120_000 }, () => {
  it('checkpoint slots: none is believed that we have not written', async () => {
    await using dir = await quickTempDir();
    const { store, driver } = await layerStore(dir.path);
    const upload = await store.begin(newRecord());
    const file = path.join(dir.path, pathFor({ kind: 'uploadCheckpoints', ...upload }));
    const written = await writtenCheckpoints(12);
    const slots = written.map(encodeSlot);
    const slot = nearlyBytes(fc.constantFrom(...slots));
    const sized = slot.map((bytes) =>
      bytes.length > SLOT_BYTES
        ? bytes.slice(-SLOT_BYTES)
        : Buffer.concat([bytes, Buffer.alloc(SLOT_BYTES - bytes.length)]),
    );
    const image = fc.oneof(fc.tuple(sized, sized), fc.tuple(sized, sized), fc.tuple(slot, slot));
    let [given, believed] = [0, 0];
    await fc.assert(
      fc.asyncProperty(image, fc.nat(2000), async (parts, size) => {
        given += 1;
        writeFileSync(file, Buffer.concat(parts));
        for (const checkpoint of await readCheckpoints(driver, upload, size)) {
          believed += 1;
          expect(written).toContainEqual(checkpoint);
          expect(checkpoint.offset).toBeLessThanOrEqual(size);
        }
      }),
      { numRuns: RUNS },
    );
    expect(believed).toBeGreaterThan(0);
    console.log(`inputs: checkpoint files ${given} (${believed} slots believed)`);
  });

  it('history: no good line is lost, and no bad one is a crash', async () => {
    await using dir = await quickTempDir();
    const { driver } = await layerStore(dir.path);
    const file = path.join(dir.path, pathFor({ kind: 'history' }));
    mkdirSync(path.dirname(file));
    const entry = (number: number): HistoryEntry => {
      const id = parseUploadId(`00000000-0000-4000-8000-${String(number).padStart(12, '0')}`);
      const base = { id, repository: 'library/a', name: `${number}.tar`, size: number, at: number, note: '' };
      return { ...base, outcome: 'cancelled', digest: null };
    };
    const good = Array.from({ length: 5 }, (_, number) => entry(number));
    // Spoilt lines are of other uploads: a line of the same one, wherever it comes from, is that one's newest.
    const number = fc.oneof(
      fc.integer({ min: 100, max: 10_000 }),
      fc.maxSafeNat().filter((large) => large > 10_000),
    );
    const bad = nearly(number.map((at) => JSON.stringify({ ...entry(100 + (at % 10_000)), at, size: at })));
    let [given, taken] = [0, 0];
    await fc.assert(
      fc.asyncProperty(
        fc.array(bad, { minLength: good.length + 1, maxLength: good.length + 1 }),
        fc.uint8Array(),
        async (lines, torn) => {
          given += lines.length;
          const text = good.map((line, at) => `${lines[at]}\n${JSON.stringify(line)}\n`).join('');
          writeFileSync(file, Buffer.concat([Buffer.from(text + lines.at(-1)), torn]));
          const history = await History.load(driver);
          for (const line of good) expect(history.get(parseUploadId(line.id))).toEqual(line);
          for (const { size, at } of history.list()) {
            expect(Number.isSafeInteger(size)).toBe(true);
            // Whoever shows it makes a date of it.
            expect(new Date(at).getTime()).toBe(at);
          }
          taken += history.list().length - good.length;
          // What is added to it is there after the next start, whatever stood at its end.
          const added = entry(50);
          await history.add(added);
          expect((await History.load(driver)).get(parseUploadId(added.id))).toEqual(added);
        },
      ),
      { numRuns: Math.ceil(RUNS / 6) },
    );
    console.log(`inputs: history lines ${given} (${taken} taken)`);
  });

  it('plans: no good line is lost, no bad one is a crash, and none that nobody can read is deleted', async () => {
    await using dir = await quickTempDir();
    const { driver } = await layerStore(dir.path);
    const file = path.join(dir.path, pathFor({ kind: 'plans' }));
    mkdirSync(path.dirname(file));
    const history = await History.load(driver);
    const plan = (number: number): Plan => {
      const id = parseUploadId(`00000000-0000-4000-8000-${String(number).padStart(12, '0')}`);
      const source = { path: `/a/${number}`, size: number, mtimeNs: '1', device: '1', inode: '1' };
      return { id, record: newRecord({ name: `${number}.tar`, source, finishBySelf: true }) };
    };
    const lineOf = ({ id, record }: Plan): string => JSON.stringify({ id, record: fromRecord(record) });
    const good = Array.from({ length: 5 }, (_, number) => plan(number));
    const bad = nearly(fc.integer({ min: 100, max: 10_000 }).map((number) => lineOf(plan(number))));
    let [given, taken, kept] = [0, 0, 0];
    await fc.assert(
      fc.asyncProperty(fc.array(bad, { minLength: 6, maxLength: 6 }), fc.uint8Array(), async (lines, torn) => {
        given += lines.length;
        const text = good.map((line, at) => `${lines[at]}\n${lineOf(line)}\n`).join('');
        writeFileSync(file, Buffer.concat([Buffer.from(text + lines.at(-1)), torn]));
        const [plans, found] = await Plans.load(driver, history);
        for (const line of good) expect(found).toContainEqual(line);
        taken += found.length - good.length;
        const added = plan(50);
        await plans.add(added);
        expect((await Plans.load(driver, history))[1]).toContainEqual(added);
        for (const { id } of [...found, added]) plans.end(id);
        await plans.tidy();
        if (existsSync(file)) kept += 1;
      }),
      { numRuns: Math.ceil(RUNS / 6) },
    );
    expect(kept).toBeGreaterThan(0);
    console.log(`inputs: plan lines ${given} (${taken} taken, ${kept} files kept)`);
  });

  it('links: a layer is taken from a digest alone, to the byte, as a registry does', async () => {
    await using dir = await quickTempDir();
    const { store, driver } = await layerStore(dir.path);
    const bytes = seededBytes(1, 10);
    const digest = digestOf(bytes);
    await driver.putContent(pathFor({ kind: 'blobData', digest }), bytes);
    const link = pathFor({ kind: 'layerLink', repository: REPOSITORY, digest });
    await driver.putContent(link, new Uint8Array());
    let [given, taken] = [0, 0];
    await fc.assert(
      fc.asyncProperty(nearly(fc.constant(digest)), async (text) => {
        given += 1;
        writeFileSync(path.join(dir.path, link), text);
        const found = await store.stat(REPOSITORY, digest).catch((error: unknown) => error);
        if (hasCode(found, 'DIGEST_INVALID', 'PATH_NOT_FOUND')) return;
        taken += 1;
        expect(found).toMatchObject({ digest, size: bytes.length });
        expect(text).toBe(digest);
      }),
      { numRuns: RUNS },
    );
    expect(taken).toBeGreaterThan(0);
    console.log(`inputs: links ${given} (${taken} taken)`);
  });
});
