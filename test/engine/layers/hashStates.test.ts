import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeHashState } from '../../../electron/engine/digest/hashState.ts';
import { parseStateName } from '../../../electron/engine/layers/checkpoints.ts';
import { readStateFiles } from '../../../electron/engine/layers/hashStateFiles.ts';
import { judgeHashState } from '../../../electron/engine/layers/hashStates.ts';
import { pathFor } from '../../../electron/engine/layers/paths.ts';
import { LayerliftError } from '../../../shared/errors.ts';
import type { HashStateVerdict } from '../../../shared/inspection.ts';
import { failCalls, faultyDriver } from '../../support/faultyDriver.ts';
import { digestOf, layerStore, newRecord } from '../../support/layers.ts';
import { openMemoryDriver } from '../../support/memoryDriver.ts';
import { seededBytes } from '../../support/seededBytes.ts';
import { listHashStates } from '../../support/storedHashStates.ts';
import { tempDir } from '../../support/tempDir.ts';
import { anyHashState } from '../digest/hashStates.ts';

const BYTES = seededBytes(61, 300_000);

describe('the name of a stored hash state', () => {
  it.each(['0', '7', '100', '9007199254740991'])('is an offset: %s', (name) => {
    expect(parseStateName(name)).toBe(Number(name));
  });

  it.each(['', '-5', '+5', '05', '5 ', ' 5', '5\n', '1e3', '0x10', '5.5', 'five', '9007199254740993', '1'.repeat(17)])(
    'is none: %j',
    (name) => {
      expect(parseStateName(name)).toBeNull();
    },
  );
});

describe('the files of hash states', () => {
  it('are read with the highest offset first, and strange names last', async () => {
    const { driver, upload, put } = await scene();
    for (const name of ['0', 'strange', '5', '40']) await put(name);
    expect((await readStateFiles(driver, upload)).states.map(({ name }) => name)).toEqual(['40', '5', '0', 'strange']);
  });

  it('are left out when they vanish meanwhile, and nothing else is', async () => {
    const { driver, upload, put } = await scene();
    for (const name of ['5', '40']) await put(name);
    const without = (error: Error) =>
      faultyDriver(
        driver,
        failCalls(({ method, path }) => method === 'stat' && path.endsWith('/40'), error),
      );
    const vanished = without(new LayerliftError('PATH_NOT_FOUND', 'gone'));
    expect((await readStateFiles(vanished, upload)).states.map(({ name }) => name)).toEqual(['5']);
    const broken = new LayerliftError('STORAGE_IO', 'broken');
    await expect(readStateFiles(without(broken), upload)).rejects.toBe(broken);
  });

  async function scene() {
    const driver = openMemoryDriver();
    const upload = await (await layerStore(driver)).store.begin(newRecord());
    const folder = pathFor({ kind: 'uploadHashStatesOf', ...upload, algorithm: 'sha256' });
    return { driver, upload, put: (name: string) => driver.putContent(`${folder}/${name}`, Uint8Array.of(1)) };
  }
});

describe('the stored hash states of an upload', () => {
  it('are listed with what each is worth', async () => {
    await using dir = await tempDir();
    const { store, driver } = await layerStore(dir.path);
    const first = await store.create(newRecord({ expected: digestOf(BYTES, 'sha512') }));
    await first.write(BYTES.subarray(0, 100_000));
    await first.close();
    {
      await using second = await store.resume(first.upload, { expected: digestOf(BYTES, 'sha512') });
      await second.write(BYTES.subarray(100_000, 200_000));
    }
    const folder = path.join(dir.path, pathFor({ kind: 'uploadHashStatesOf', ...first.upload, algorithm: 'sha256' }));
    const whole = await readFile(path.join(folder, '200000'));
    // A state of other bytes under the name of ours, one above the data, and what is no state at all.
    const other = Buffer.from(whole);
    other[10] = (other[10] ?? 0) ^ 1;
    const above = Buffer.from(whole);
    above.writeBigUInt64BE(300_000n, 100);
    const below = Buffer.from(whole);
    below.writeBigUInt64BE(70_000n, 100);
    await writeFile(path.join(folder, '300000'), above);
    await writeFile(path.join(folder, '70000'), below);
    await writeFile(path.join(folder, '5'), '');
    await writeFile(path.join(folder, '6'), new Uint8Array(1_000_000));
    await writeFile(path.join(folder, '7'), whole);
    await writeFile(path.join(folder, '0x10'), whole);
    await writeFile(path.join(folder, '9007199254740993'), whole);
    await mkdir(path.join(folder, '8'));
    const verdicts = async (): Promise<Record<string, HashStateVerdict>> =>
      Object.fromEntries(
        (await listHashStates(driver, first.upload)).map(({ algorithm, name, verdict }) => [
          `${algorithm}/${name}`,
          verdict,
        ]),
      );
    const expected = {
      'sha256/0x10': 'torn',
      'sha256/9007199254740993': 'torn',
      'sha256/5': 'torn',
      'sha256/6': 'torn',
      'sha256/7': 'torn',
      'sha256/8': 'torn',
      'sha256/70000': 'foreign',
      'sha256/100000': 'ours',
      'sha256/200000': 'ours',
      'sha256/300000': 'stale',
      'sha512/100000': 'ours',
      'sha512/200000': 'ours',
    };
    expect(await verdicts()).toEqual(expected);

    await writeFile(path.join(folder, '200000'), other);
    expect(await verdicts()).toEqual({ ...expected, 'sha256/200000': 'exact' });
    await rm(path.join(dir.path, pathFor({ kind: 'uploadCheckpoints', ...first.upload })));
    await writeFile(path.join(folder, '200000'), whole);
    expect(await verdicts()).toMatchObject({ 'sha256/100000': 'foreign', 'sha256/200000': 'exact' });
  });

  it('are none in an upload without any', async () => {
    await using dir = await tempDir();
    const { store, driver } = await layerStore(dir.path);
    expect(await listHashStates(driver, await store.begin(newRecord()))).toEqual([]);
  });

  it('get one verdict each, that of the rules, for any bytes under any name', () => {
    const name = fc.oneof(fc.maxSafeNat().map(String), fc.stringMatching(/^[0-9a-zA-Z._-]{1,20}$/));
    fc.assert(
      fc.property(
        anyHashState,
        name,
        fc.maxSafeNat(),
        fc.boolean(),
        fc.boolean(),
        (state, other, size, named, known) => {
          const checkpoint = { offset: state.length, sequence: 1, at: 0, states: new Map([[state.algorithm, state]]) };
          const { verdict, offset } = judgeHashState(
            {
              algorithm: state.algorithm,
              name: named ? String(state.length) : other,
              bytes: encodeHashState(state),
            },
            { size, checkpoints: known ? [checkpoint] : [] },
          );
          if (offset !== state.length) expect(verdict).toBe('torn');
          else if (offset > size) expect(verdict).toBe('stale');
          else if (known) expect(verdict).toBe('ours');
          else expect(verdict).toBe(offset === size ? 'exact' : 'foreign');
        },
      ),
    );
  });
});
