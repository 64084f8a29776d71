import path from 'node:path';
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
  const { code, stdout, stderr } = capture([process.execPath, '--import', 'tsx', script, '--test', folder.path]);
  expect(code, stdout + stderr).toBe(0);
  program = path.join(folder.path, 'linux-unpacked', 'layerlift');
});

test.afterAll(async () => {
  await folder[Symbol.asyncDispose]();
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
  expect(await inspected.ended).toMatchObject({ code: 1, stdout: '' });
});
