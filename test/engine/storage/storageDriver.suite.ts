import { afterEach, beforeEach, describe, expect } from 'vitest';
import type { StorageDriver } from '../../../electron/engine/storage/storageDriver.ts';
import { concurrencySuite } from './suite/concurrency.ts';
import { contentSuite } from './suite/content.ts';
import { pathSuite } from './suite/paths.ts';
import { readerSuite } from './suite/readers.ts';
import { treeSuite } from './suite/tree.ts';
import { writerEndSuite } from './suite/writerEnds.ts';
import { writerSuite } from './suite/writers.ts';

/** An empty place with a driver on it. */
export interface Place extends AsyncDisposable {
  readonly driver: StorageDriver;
  /** What really lies there, whether the driver lists it or not: relative paths of files and folders. */
  readonly entries: () => Promise<readonly string[]>;
}

/** The driver of the test that is running. */
export type Subject = () => StorageDriver;

/**
 * What every StorageDriver must do, as tests; the equivalent of distribution's driver test suite, and more. Each test
 * gets a place of its own. Afterwards the place must hold nothing that the driver does not list, and nothing at all
 * when the driver has deleted what it lists.
 */
export function storageDriverSuite(name: string, open: () => Promise<Place>): void {
  describe(`StorageDriver: ${name}`, () => {
    let place: Place;

    beforeEach(async () => {
      place = await open();
    });

    afterEach(async () => {
      try {
        for (const path of await place.driver.list('/')) await place.driver.delete(path);
        expect(await place.driver.list('/')).toEqual([]);
        expect(await place.entries()).toEqual([]);
      } finally {
        await place[Symbol.asyncDispose]();
      }
    });

    const subject = (): StorageDriver => place.driver;
    pathSuite(subject);
    contentSuite(subject);
    readerSuite(subject);
    writerSuite(subject);
    writerEndSuite(subject);
    treeSuite(subject);
    concurrencySuite(subject);
  });
}
