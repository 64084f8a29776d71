import fs from 'node:fs';
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
