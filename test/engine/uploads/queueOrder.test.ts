import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openFilesystemDriver } from '../../../electron/engine/storage/filesystemDriver.ts';
import { QueueOrder } from '../../../electron/engine/uploads/queueOrder.ts';
import { LayerliftError } from '../../../shared/errors.ts';
import { parseUploadId, type UploadId } from '../../../shared/names.ts';
import { failCalls, faultyDriver } from '../../support/faultyDriver.ts';
import { quickTempDir } from '../../support/tempDir.ts';

const idOf = (n: number): UploadId => parseUploadId(`00000000-0000-4000-8000-${String(n).padStart(12, '0')}`);
const [one, two, three, four] = [idOf(1), idOf(2), idOf(3), idOf(4)];

describe('QueueOrder', () => {
  it('is that in which uploads were found, until one is moved', async () => {
    await using dir = await quickTempDir();
    const order = await QueueOrder.load(openFilesystemDriver(dir.path), [two, one]);
    order.add(three);
    expect([...order.ids()]).toEqual([two, one, three]);
    expect(order.move({ ids: [three], before: two })).toBe(true);
    expect([...order.ids()]).toEqual([three, two, one]);
    expect(order.rankOf(three)).toBeLessThan(order.rankOf(two));
    expect(order.rankOf(two)).toBeLessThan(order.rankOf(one));
    expect(order.move({ ids: [three], before: two })).toBe(false);
  });

  it('comes back from disk: who is gone leaves no hole, who is new stands at the end', async () => {
    await using dir = await quickTempDir();
    const driver = openFilesystemDriver(dir.path);
    const order = await QueueOrder.load(driver, [one, two, three]);
    order.move({ ids: [one], before: null });
    await order.save();
    expect([...(await QueueOrder.load(driver, [one, three, four])).ids()]).toEqual([three, one, four]);
  });

  it('keeps all moves that were made while one was being kept', async () => {
    await using dir = await quickTempDir();
    const driver = openFilesystemDriver(dir.path);
    const order = await QueueOrder.load(driver, [one, two, three]);
    const saves = [one, two, three].map((id) => {
      order.move({ ids: [id], before: null });
      return order.save();
    });
    order.move({ ids: [three], before: one });
    await Promise.all([...saves, order.save()]);
    expect([...(await QueueOrder.load(driver, [one, two, three])).ids()]).toEqual([three, one, two]);
  });

  it('is that in which uploads were found where the disk does not give the one that was kept', async () => {
    const broken = new LayerliftError('STORAGE_IO', 'the disk fails', { path: '/layerlift/queue', errno: 'EIO' });
    await using dir = await quickTempDir();
    const failing = faultyDriver(
      openFilesystemDriver(dir.path),
      failCalls(({ method }) => method === 'reader', broken),
    );
    expect([...(await QueueOrder.load(failing, [two, one])).ids()]).toEqual([two, one]);
  });

  it.each([
    ['nothing', ''],
    ['bytes that are no text', '\u0000\u00ff'],
    ['names that are no ids', '../../etc/passwd\n'],
  ])('takes no harm from a file with %s', async (_what, content) => {
    await using dir = await quickTempDir();
    await mkdir(path.join(dir.path, 'layerlift'));
    await writeFile(path.join(dir.path, 'layerlift/queue'), `${content}\n${two}\n${two}\n`, 'latin1');
    expect([...(await QueueOrder.load(openFilesystemDriver(dir.path), [one, two])).ids()]).toEqual([two, one]);
  });
});
