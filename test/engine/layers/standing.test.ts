import { describe, expect, it } from 'vitest';
import { emptyTrash, retireUpload } from '../../../electron/engine/layers/finishing.ts';
import { pathFor } from '../../../electron/engine/layers/paths.ts';
import { standingOf } from '../../../electron/engine/layers/standing.ts';
import { digestOf, layerStore, newRecord } from '../../support/layers.ts';
import { openMemoryDriver } from '../../support/memoryDriver.ts';
import { seededBytes } from '../../support/seededBytes.ts';

const DIGEST = digestOf(seededBytes(1, 10));

describe('how far an upload is on its way out of the store', () => {
  it('is told by where it lies and what its record says, not by what memory knows', async () => {
    const { store, driver } = await layerStore(openMemoryDriver());
    const upload = await store.begin(newRecord());
    expect(await standingOf(driver, upload)).toBe('open');
    await driver.delete(pathFor({ kind: 'uploadRecord', ...upload }));
    expect(await standingOf(driver, upload)).toBe('open');
    const finishing = await store.begin(newRecord({ phase: { kind: 'finishing', digest: DIGEST, size: 10 } }));
    expect(await standingOf(driver, finishing)).toBe('finishing');
    await retireUpload(driver, finishing);
    expect(await standingOf(driver, finishing)).toBe('retired');
    await emptyTrash(driver, finishing.id);
    expect(await standingOf(driver, finishing)).toBe('gone');
  });
});
