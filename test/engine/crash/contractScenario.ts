import type { DiskImage } from './diskImage.ts';
import { contentAt, nodeAt } from './diskImage.ts';
import { promised } from './expectations.ts';
import type { Lab, Scenario } from './lab.ts';

const text = (bytes: Uint8Array | null): string | null => (bytes === null ? null : new TextDecoder().decode(bytes));
const encode = (content: string): Uint8Array => new TextEncoder().encode(content);

/** Promises that a file has exactly this content, or with null that nothing is there. */
function holds(lab: Lab, path: string, content: string | null): void {
  const check = (image: DiskImage): string | null => {
    if (content === null) return nodeAt(image, path) === null ? null : 'it is there';
    const found = text(contentAt(image, path));
    return found === content ? null : `it holds ${JSON.stringify(found)}, not ${JSON.stringify(content)}`;
  };
  lab.mark(promised(path, check));
}

/** Takes a promise back, because the content is about to change. */
function opens(lab: Lab, path: string): void {
  lab.asked(promised(path, null));
}

/**
 * What `StorageDriver` promises of durability, one method after another: the layers above rely on all of it, and not
 * all of it shows in a store.
 */
export const storageContract: Scenario = {
  name: 'the storage contract',
  layers: [],
  run: async (lab) => {
    const { driver } = await lab.start();
    for (const content of ['first', 'the second']) {
      opens(lab, '/a/b/small');
      await driver.putContent('/a/b/small', encode(content));
      holds(lab, '/a/b/small', content);
    }
    opens(lab, '/a/b/small');
    await driver.move('/a/b/small', '/c/moved');
    holds(lab, '/a/b/small', null);
    holds(lab, '/c/moved', 'the second');
    opens(lab, '/c/moved');
    await driver.delete('/c/moved');
    holds(lab, '/c/moved', null);

    for (const end of ['close', 'commit', 'sync'] as const) {
      const path = `/w/${end}`;
      await driver.putContent(path, encode('what was there before'));
      opens(lab, path);
      const writer = await driver.writer(path, { append: false });
      holds(lab, path, '');
      opens(lab, path);
      await writer.write(encode(end));
      await writer[end]();
      holds(lab, path, end);
      await writer.close();
    }
    const fresh = await driver.writer('/w/fresh', { append: false });
    holds(lab, '/w/fresh', '');
    opens(lab, '/w/fresh');
    await fresh.write(encode('fresh and cut'));
    await fresh.sync();
    await fresh.truncate(5);
    holds(lab, '/w/fresh', 'fresh');
    opens(lab, '/w/fresh');
    await fresh.cancel();
    holds(lab, '/w/fresh', null);
  },
};
