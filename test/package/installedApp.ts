import fs from 'node:fs';
import { expect, type Page } from '@playwright/test';
import { snapshotOf } from '../support/app.ts';
import { type AppByPort, startByPort } from '../support/appByPort.ts';
import { type DebianTree, USER } from './debianTree.ts';

/** A command of the tree as its ordinary user runs it, with nothing in its environment but a person's own. */
export function asUser(root: string, command: readonly string[]): readonly [string, ...string[]] {
  const { id, name, home } = USER;
  const own = [`HOME=${home}`, `USER=${name}`, 'PATH=/usr/bin:/bin', 'LC_ALL=C.UTF-8'];
  const there = ['chroot', `--userspec=${id}:${id}`, '--groups=', root] as const;
  return [...there, '/usr/bin/env', '-i', `--chdir=${home}`, ...own, ...command];
}

/** Starts the installed app as the tree's user, on this process's display. */
export function startInstalled(tree: DebianTree): Promise<AppByPort> {
  const authority = '/tmp/Xauthority';
  const from = process.env['XAUTHORITY'];
  if (from !== undefined) {
    fs.copyFileSync(from, tree.at(authority));
    fs.chownSync(tree.at(authority), USER.id, USER.id);
  }
  const display = [`DISPLAY=${process.env['DISPLAY'] ?? ''}`, `XAUTHORITY=${authority}`];
  return startByPort(asUser(tree.root, [...display, '/usr/bin/layerlift']));
}

/** Holds that nothing of the app runs as anybody but the tree's user, and that its pages are in Chromium's sandbox. */
export function expectSandboxed(app: AppByPort): void {
  const statuses = app.processes().map((pid) => {
    const line = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ');
    return { line, status: fs.readFileSync(`/proc/${pid}/status`, 'utf8') };
  });
  for (const { line, status } of statuses) {
    expect(line).not.toContain('--no-sandbox');
    expect(status, line).toMatch(new RegExp(`^Uid:\t${USER.id}\t`, 'm'));
  }
  const renderers = statuses.filter(({ line }) => line.includes('--type=renderer'));
  expect(renderers).not.toEqual([]);
  // 2: system calls are filtered (proc(5), Seccomp).
  for (const { status } of renderers) expect(status).toContain('Seccomp:\t2');
}

/** Answers the question of the first start: the store in the home folder. */
export async function useSuggestedStore(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Use “Layerlift” in my home folder' }).click();
  await expect.poll(async () => (await snapshotOf(page)).store.state.kind).toBe('open');
}
