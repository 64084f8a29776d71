import fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Display, openDisplay, withDisplay } from '../../scripts/lib/display.ts';
import { capture, run } from '../../scripts/lib/run.ts';
import { findSandbox, inSandbox } from '../../scripts/lib/sandbox.ts';
import { isRoot, realDisplay } from '../../scripts/lib/surroundings.ts';

describe('running a command', () => {
  it('gives its exit code', async () => {
    expect(await run([process.execPath, '-e', 'process.exit(7)'])).toBe(7);
  });

  it('gives 128 + the number of the signal that ended it', async () => {
    expect(await run([process.execPath, '-e', "process.kill(process.pid, 'SIGKILL')"])).toBe(137);
  });

  it('fails when there is no such command', async () => {
    await expect(run(['/nowhere/at/all'])).rejects.toMatchObject({ code: 'ENOENT' });
    expect(capture(['/nowhere/at/all']).code).toBe(127);
  });

  it('lays its environment over the present one, and removes from it', () => {
    const { stdout } = capture([process.execPath, '-p', 'String([process.env.A, process.env.HOME])'], {
      env: { A: 'set', HOME: undefined },
    });
    expect(stdout.trim()).toBe('set,');
  });
});

describe('a display', () => {
  it('is there while it is open, and gone afterwards unless it is a real one', async () => {
    const display = await openDisplay();
    expect(display.virtual).toBe(realDisplay() === undefined);
    const paths = virtualPaths(display);
    expect(paths.filter((file) => !fs.existsSync(file))).toEqual([]);
    await display.close();
    await display.close();
    expect(paths.filter((file) => fs.existsSync(file))).toEqual([]);
  });

  it('is closed when the work on it fails', async () => {
    let paths: string[] = [];
    const work = withDisplay(async (display) => {
      paths = virtualPaths(display);
      throw new Error('the work failed');
    });
    await expect(work).rejects.toThrow('the work failed');
    expect(paths.filter((file) => fs.existsSync(file))).toEqual([]);
  });
});

/** The socket and the cookie file of a virtual display; nothing for a real one. */
function virtualPaths({ env, virtual }: Display): string[] {
  if (!virtual) return [];
  return [`/tmp/.X11-unix/X${env['DISPLAY']?.slice(1)}`, env['XAUTHORITY'] ?? ''];
}

it('lets nothing run as root where a sandbox works', () => {
  const sandbox = findSandbox();
  const command = inSandbox(sandbox, [process.execPath, '-p', 'String(process.getuid?.())']);
  const { code, stdout } = capture(command);
  expect(code).toBe(0);
  expect(stdout.trim() === '0').toBe(isRoot() && !sandbox.works);
});
