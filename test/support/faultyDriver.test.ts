import { expect, it } from 'vitest';
import { LayerliftError } from '../../shared/errors.ts';
import { failCall, failCalls, faultyDriver } from './faultyDriver.ts';
import { openMemoryDriver } from './memoryDriver.ts';

const FULL = new LayerliftError('DISK_FULL', 'injected');

it('fails one call before it has an effect, and counts all of them', async () => {
  const driver = faultyDriver(openMemoryDriver(), failCall(2, FULL));
  await driver.putContent('/a', new Uint8Array(1));
  await expect(driver.putContent('/b', new Uint8Array(1))).rejects.toBe(FULL);
  await driver.move('/a', '/c');
  expect(await driver.list('/')).toEqual(['/c']);
  expect(driver.calls.map(({ number, method, path }) => `${number} ${method} ${path}`)).toEqual([
    '1 putContent /a',
    '2 putContent /b',
    '3 move /a',
    '4 list /',
  ]);
});

it('reaches into readers and writers, but lets them close', async () => {
  const driver = faultyDriver(
    openMemoryDriver(),
    failCalls(({ method }) => ['writer.sync', 'reader.read'].includes(method), FULL),
  );
  await using writer = await driver.writer('/a', { append: false });
  await writer.write(new Uint8Array(5));
  await expect(writer.sync()).rejects.toBe(FULL);
  expect(writer.size).toBe(5);
  await using reader = await driver.reader('/a', 0);
  await expect(reader.read(new Uint8Array(5))).rejects.toBe(FULL);
});
