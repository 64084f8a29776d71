import fs from 'node:fs';
import path from 'node:path';
import { findSandbox, inSandbox } from '../../scripts/lib/sandbox.ts';
import { waitForUpload } from '../support/app.ts';
import { startByPort } from '../support/appByPort.ts';
import { addByDrop, MIB, pressAction } from '../support/journey.ts';
import { digestOf } from '../support/layers.ts';
import { seededBytes } from '../support/seededBytes.ts';
import { tempDir } from '../support/tempDir.ts';
import { sh } from './debianTree.ts';
import { expect, test } from './fixtures.ts';
import { useSuggestedStore } from './installedApp.ts';

/** Where what is packed begins, behind the runtime (scripts/packaging/appImage). */
const OFFSET = '1024';

test('has a menu entry that leaves the sandbox on', ({ packages }) => {
  const entry = sh('unsquashfs', '-offset', OFFSET, '-cat', packages.file('AppImage'), 'layerlift.desktop');
  expect(entry).toContain('\nExec=AppRun %U\n');
  expect(entry).toContain('application/x-compressed-tar;');
});

test('starts as one file, with the sandbox on, and takes a layer through the window', async ({ packages }) => {
  const sandbox = findSandbox();
  test.skip(sandbox.prefix.length === 0 || !sandbox.works, 'no user namespaces here');
  await using home = await tempDir();
  const bytes = seededBytes(1, 8 * MIB);
  const layer = path.join(home.path, 'layer.tar');
  fs.writeFileSync(layer, bytes);
  const env = { ...process.env, HOME: home.path, XDG_CONFIG_HOME: path.join(home.path, '.config') };
  await using app = await startByPort(inSandbox(sandbox, [packages.file('AppImage')]), env);
  const { page } = app;
  await useSuggestedStore(page);
  const lines = app.processes().map((pid) => fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' '));
  expect(lines.filter((line) => line.includes('--type=renderer'))).not.toEqual([]);
  expect(lines.filter((line) => line.includes('--no-sandbox'))).toEqual([]);
  await addByDrop(page, [layer], 'library/as-one-file');
  await waitForUpload(page, 'layer.tar', 'ready');
  await pressAction(page, 'layer.tar', 'Finish');
  const { status } = await waitForUpload(page, 'layer.tar', 'finished');
  expect(status).toMatchObject({ digest: digestOf(bytes) });
  expect(await app.quit()).toBe(0);
});
