/**
 * Packages the app into `release/`.
 *
 *   npm run dist [-- TARGET…]                 for people; on Electron's own runtime of exactly the pinned version
 *   npm run dist:test [-- DIR [TARGET…]]      for tests, on whatever runtime this machine has, into `release/test` or
 *                                             DIR; targets `dir`, `tar.gz`, `deb` and, where rpmbuild is,
 *                                             `rpm`, which need no downloads; `AppImage` where it is named, with a
 *                                             stand-in for its runtime (scripts/packaging/appImage)
 *
 * What `dist:test` makes is marked as a test build and never shipped: its runtime may not be the official one.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { path7za } from '7zip-bin';
import { type Configuration, Platform, build as pack } from 'electron-builder';
import { build } from './lib/build.ts';
import { inProject } from './lib/project.ts';
import { hasProgram } from './lib/surroundings.ts';
import { installedVersion, runtimeFolder } from './machine/runtimeFolder.ts';
import { layOutAppImageTools } from './packaging/appImage/tools.ts';
import { officialChecksums, TEST_BUILD } from './packaging/beforePack.ts';

const TEST_TARGETS = ['dir', 'tar.gz', 'deb', ...(hasProgram('rpmbuild') ? ['rpm'] : [])];

const [mode, ...args] = process.argv.slice(2);
process.exitCode = mode === '--test' ? await distForTests(args) : await dist(mode === undefined ? [] : [mode, ...args]);

async function dist(targets: readonly string[]): Promise<number> {
  return await packTargets(targets, { electronDownload: { checksums: officialChecksums() } });
}

async function distForTests([folder = 'release/test', ...targets]: readonly string[]): Promise<number> {
  const electronVersion = installedVersion();
  if (electronVersion === undefined) {
    process.stderr.write('There is no Electron runtime yet: run `npm run prepare:machine` first.\n');
    return 1;
  }
  const tools = fs.mkdtempSync(path.join(os.tmpdir(), 'layerlift-tools-'));
  try {
    standInForDownloads(tools);
    return await packForTests(electronVersion, folder, targets);
  } finally {
    fs.rmSync(tools, { recursive: true, force: true });
  }
}

async function packForTests(electronVersion: string, folder: string, targets: readonly string[]): Promise<number> {
  return await packTargets(targets.length === 0 ? TEST_TARGETS : targets, {
    directories: { output: path.resolve(folder), buildResources: 'packaging' },
    // With a runtime at hand electron-builder downloads none.
    electronDist: runtimeFolder,
    electronVersion,
    extraMetadata: { [TEST_BUILD]: true },
    deb: { compression: 'gz' },
    rpm: { compression: 'gzip' },
    appImage: { compression: 'gzip' },
  });
}

async function packTargets(targets: readonly string[], change: Configuration): Promise<number> {
  const built = await build();
  if (built !== 0) return built;
  await pack({
    projectDir: inProject(),
    targets: Platform.current().createTarget(targets.length === 0 ? null : [...targets]),
    publish: 'never',
    config: { extends: inProject('electron-builder.yml'), ...change },
  });
  return 0;
}

/** Leads electron-builder to programs at hand in place of those that it would download; `tools` is an empty folder. */
function standInForDownloads(tools: string): void {
  fs.chmodSync(path7za, 0o755);
  process.env['ELECTRON_BUILDER_7ZIP_PATH'] = path7za;
  process.env['ELECTRON_BUILDER_COMPRESSION_LEVEL'] = '1';
  process.env['APPIMAGE_TOOLS_PATH'] = layOutAppImageTools(tools);
  process.env['CUSTOM_FPM_PATH'] = inProject('scripts/packaging/withoutFpm.ts');
}
