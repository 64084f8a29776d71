#!/usr/bin/env -S node --import tsx
/**
 * Makes a deb or an rpm out of the arguments that electron-builder gives to fpm, with dpkg-deb or rpmbuild.
 * electron-builder downloads fpm; this stands in for it (`CUSTOM_FPM_PATH`) where only Debian can be reached. For test
 * builds.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { makeDeb } from './fpm/deb.ts';
import { parseFpmArguments } from './fpm/fpmArguments.ts';
import { layOutTree } from './fpm/packageTree.ts';
import { makeRpm } from './fpm/rpm.ts';

const asked = parseFpmArguments(process.argv.slice(2));
const work = fs.mkdtempSync(path.join(os.tmpdir(), 'layerlift-package-'));
try {
  const tree = layOutTree(path.join(work, 'tree'), asked.mappings);
  process.exitCode = await (asked.type === 'deb' ? makeDeb(asked, tree) : makeRpm(asked, tree, work));
} finally {
  fs.rmSync(work, { recursive: true, force: true });
}
