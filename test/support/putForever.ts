/** Puts content at `<root>` `<path>` over and over, and says so after each time, until it is killed. */
import { openFilesystemDriver } from '../../electron/engine/storage/filesystemDriver.ts';
import { seededBytes } from './seededBytes.ts';

const [root = '', path = '', first = '0'] = process.argv.slice(2);
const driver = openFilesystemDriver(root);
for (let version = Number(first); ; version += 1) {
  await driver.putContent(path, seededBytes(version, 100_000 + version));
  process.stdout.write(`${version}\n`);
}
