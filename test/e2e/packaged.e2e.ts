import fs from 'node:fs';
import path from 'node:path';
import { listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { expect, test } from '@playwright/test';
import { inProject } from '../../scripts/lib/project.ts';
import { capture } from '../../scripts/lib/run.ts';
import { appFolders, sandboxWorks } from '../support/app.ts';
import { type CliProgram, lastOf, startCli } from '../support/cli.ts';
import { MIB, makeLayer, sha256Of } from '../support/journey.ts';
import { type TempDir, tempDir } from '../support/tempDir.ts';

/** How a fuse lies in the binary: an ASCII digit (electronjs.org/docs/latest/tutorial/fuses). */
const BURNT = { off: 0x30, on: 0x31 } as const;

test.setTimeout(120_000);

let folder: TempDir;
/** The packaged app's program. */
let program: string;

test.beforeAll(async () => {
  folder = await tempDir();
  const script = inProject('scripts/dist.ts');
  const { code, stdout, stderr } = capture([process.execPath, '--import', 'tsx', script, '--test', folder.path, 'dir']);
  expect(code, stdout + stderr).toBe(0);
  program = path.join(folder.path, 'linux-unpacked', 'layerlift');
});

test.afterAll(async () => {
  await folder[Symbol.asyncDispose]();
});

/** Every file of the package, relative to its folder; what lies in the archive follows the archive's name. */
function packagedFiles(): readonly string[] {
  const root = path.dirname(program);
  const archive = path.join(root, 'resources', 'app.asar');
  const names = fs.readdirSync(root, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  const inside = listPackage(archive, { isPack: false }).map((name) => `resources/app.asar${name}`);
  return [...files.map((file) => path.relative(root, file)), ...inside];
}

/** All that may lie in the archive. */
const IN_ARCHIVE = [
  /^\/package\.json$/,
  /^\/out\/(main|preload|renderer)\/[\w./-]+\.(js|cjs|css|html)$/,
  /^\/node_modules\/(koffi|@koromix\/koffi-linux-x64|fs-native-extensions|require-addon|which-runtime)\//,
  /^\/node_modules\/bare-(addon-resolve|module-resolve|semver)\//,
];

test('carries what it runs on and nothing else', () => {
  const files = packagedFiles();
  const archive = files
    .filter((name) => name.startsWith('resources/app.asar/'))
    .map((name) => name.slice('resources/app.asar'.length))
    .filter((name) => path.extname(name) !== '');
  expect(archive.length).toBeGreaterThan(20);
  expect(archive.filter((name) => !IN_ARCHIVE.some((allowed) => allowed.test(name)))).toEqual([]);

  const beside = files.filter((name) => !name.startsWith('resources/app.asar/'));
  const unwanted =
    /default_app|\.map$|\.d\.[cm]?ts$|\.tsx?$|\.(c|cc|h|hh|bare|pdb)$|(^|\/)(test|docs?|musl_\w+)\/|^version$/;
  expect([...archive, ...beside].filter((name) => unwanted.test(name))).toEqual([]);
  expect(beside.filter((name) => name.startsWith('locales/'))).toEqual(['locales/de.pak', 'locales/en-US.pak']);
  const natives = beside.filter((name) => name.endsWith('.node')).map((name) => name.split('node_modules/')[1]);
  expect(natives.sort()).toEqual([
    '@koromix/koffi-linux-x64/linux_x64/koffi.node',
    'fs-native-extensions/prebuilds/linux-x64/fs-native-extensions.node',
  ]);
  // Our own share; more than this is a dependency that nobody looked at.
  expect(fs.statSync(path.join(path.dirname(program), 'resources/app.asar')).size).toBeLessThan(4 * MIB);
});

test('says what it is made of, and under which licences', () => {
  const at = (name: string): string => path.join(path.dirname(program), name);
  const bill = JSON.parse(fs.readFileSync(at('resources/licences/sbom.cdx.json'), 'utf8')) as {
    components: readonly { name: string; version: string }[];
  };
  const names = bill.components.map(({ name }) => name);
  const inArchive = listPackage(at('resources/app.asar'), { isPack: false })
    .map((name) => /^\/node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(name)?.[1])
    .filter((name) => name !== undefined && name !== '@koromix');
  const bundled = ['react', 'react-dom', 'scheduler', 'zod', 'zustand', 'hash-wasm', 'lucide-react', 'electron'];
  expect(names).toEqual(expect.arrayContaining([...inArchive, ...bundled]));
  expect(names.filter((name) => /vitest|playwright|biome|^@types/.test(name))).toEqual([]);

  const words = fs.readFileSync(at('resources/licences/third-party.txt'), 'utf8');
  for (const { name, version } of bill.components.filter((component) => component.name !== 'electron')) {
    expect(words).toContain(`${name} ${version} (`);
  }
  expect(fs.readFileSync(at('resources/licences/LICENSE.txt'), 'utf8')).toContain('MIT');
  for (const name of ['LICENSE.electron.txt', 'LICENSES.chromium.html']) expect(fs.existsSync(at(name))).toBe(true);
});

test('is packaged with every fuse as it should be', async () => {
  const wire = await getCurrentFuseWire(program);
  const on = [FuseV1Options.EnableCookieEncryption, FuseV1Options.EnableEmbeddedAsarIntegrityValidation];
  const off = [
    FuseV1Options.RunAsNode,
    FuseV1Options.EnableNodeOptionsEnvironmentVariable,
    FuseV1Options.EnableNodeCliInspectArguments,
    FuseV1Options.LoadBrowserProcessSpecificV8Snapshot,
    FuseV1Options.GrantFileProtocolExtraPrivileges,
  ];
  for (const fuse of [...on, FuseV1Options.OnlyLoadAppFromAsar]) expect(wire[fuse], `${fuse}`).toBe(BURNT.on);
  for (const fuse of off) expect(wire[fuse], `${fuse}`).toBe(BURNT.off);
});

test('runs commands without a display, and goes on after a kill', async () => {
  await using folders = await appFolders();
  const layer = await makeLayer(folders, 'packaged.tar', 9, 64 * MIB);
  const installed: CliProgram = sandboxWorks ? [program] : [program, '--no-sandbox'];
  const withoutDisplay = { DISPLAY: undefined, WAYLAND_DISPLAY: undefined };
  const start = (...args: readonly string[]) =>
    startCli([...args, '--store', folders.store, '--json'], withoutDisplay, installed);

  await using first = start('upload', layer.path, '--repository', 'library/packaged', '--limit-rate', '32Mi');
  const { id } = await first.event(({ type, done }) => type === 'progress' && Number(done) > 0);
  first.child.kill('SIGKILL');
  expect((await first.ended).killedBy).toBe('SIGKILL');

  await using second = start('resume', String(id));
  const end = await second.ended;
  expect(end).toMatchObject({ code: 0 });
  const { blobPath } = lastOf(end);
  expect(lastOf(end)).toMatchObject({ type: 'finished', digest: layer.digest, size: 64 * MIB });
  expect(await sha256Of(String(blobPath))).toBe(layer.digest);

  await using inspected = start('inspect', String(id));
  const told = await inspected.ended;
  expect(told).toMatchObject({ code: 0 });
  expect(lastOf(told)).toMatchObject({ status: 'finished', digest: layer.digest });
});
