import { openMemoryDriver } from '../../support/memoryDriver.ts';
import { storageDriverSuite } from './storageDriver.suite.ts';

storageDriverSuite('memory', async () => {
  const driver = openMemoryDriver();
  return { driver, entries: () => driver.list('/'), [Symbol.asyncDispose]: async () => undefined };
});
