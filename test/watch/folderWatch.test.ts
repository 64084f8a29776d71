import { mkdir, open, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FolderWatch, type FolderWatchOptions, type Taken } from '../../electron/watch/folderWatch.ts';
import { WatchLedger } from '../../electron/watch/watchLedger.ts';
import { LayerliftError } from '../../shared/errors.ts';
import { type TempDir, tempDir } from '../support/tempDir.ts';

let base: TempDir;
let folder: string;
let ledger: WatchLedger;
let added: string[];
let answer: (file: string) => Taken;
let watches: FolderWatch[];

beforeEach(async () => {
  base = await tempDir();
  folder = path.join(base.path, 'watched');
  await mkdir(folder);
  ledger = await WatchLedger.open(path.join(base.path, 'profile'));
  added = [];
  answer = () => 'added';
  watches = [];
});

afterEach(async () => {
  for (const watch of watches) await watch.close();
  await ledger.close();
  await base[Symbol.asyncDispose]();
});

function start(over: Partial<FolderWatchOptions> = {}): FolderWatch {
  const watch = new FolderWatch({
    folder,
    quietMs: 40,
    lookMs: 200,
    ledger,
    add: async (file) => {
      const taken = answer(file);
      if (taken === 'added') added.push(path.relative(folder, file));
      return taken;
    },
    onView: () => undefined,
    log: () => undefined,
    ...over,
  });
  watches.push(watch);
  return watch;
}

const at = (name: string) => path.join(folder, name);
const until = (check: () => void) => vi.waitFor(check, { timeout: 10_000, interval: 10 });
const untilAdded = (...names: string[]) => until(() => expect(added.toSorted()).toEqual(names.toSorted()));

describe('a watched folder', () => {
  it('gives what is in it and what comes, below it too, each once', async () => {
    await writeFile(at('before.tar'), 'a');
    const watch = start();
    await untilAdded('before.tar');
    await mkdir(at('sub/deep'), { recursive: true });
    await writeFile(at('sub/deep/later.tar'), 'b');
    await untilAdded('before.tar', 'sub/deep/later.tar');
    await rename(at('before.tar'), at('renamed.tar'));
    await writeFile(at('last.tar'), 'c');
    await untilAdded('before.tar', 'sub/deep/later.tar', 'last.tar');
    const settled = { state: { kind: 'watching' }, added: 3, waiting: 0, refused: [] };
    await until(() => expect(watch.view).toMatchObject(settled));
  });

  it('gives nothing that is no layer, is a link, or is empty', async () => {
    await writeFile(path.join(base.path, 'outside.tar'), 'secret');
    await mkdir(path.join(base.path, 'elsewhere'));
    await writeFile(path.join(base.path, 'elsewhere', 'x.tar'), 'secret');
    await symlink(path.join(base.path, 'outside.tar'), at('link.tar'));
    await symlink(path.join(base.path, 'elsewhere'), at('linked'));
    await symlink('.', at('loop'));
    for (const name of ['a.part', 'b.crdownload', '.hidden', 'c.tmp', 'SHA256SUMS']) await writeFile(at(name), 'x');
    await writeFile(at('empty.tar'), '');
    start();
    await writeFile(at('layer.tar'), 'x');
    await untilAdded('layer.tar');
    await rename(at('a.part'), at('a.tar'));
    await untilAdded('layer.tar', 'a.tar');
  });

  it('gives a file again when it has other bytes, and not when the app starts again', async () => {
    await writeFile(at('a.tar'), 'first');
    const first = start();
    await untilAdded('a.tar');
    await first.close();
    start();
    await writeFile(at('a.tar'), 'second bytes');
    await writeFile(at('b.tar'), 'other');
    await untilAdded('a.tar', 'a.tar', 'b.tar');
  });

  it('waits for a file that grows, and for one that a process has open', async () => {
    const handle = await open(at('growing.tar'), 'a');
    await handle.write('some');
    const watch = start();
    await writeFile(at('other.tar'), 'x');
    await untilAdded('other.tar');
    await handle.write(' more');
    await until(() => expect(watch.view.waiting).toBe(1));
    await handle.close();
    await untilAdded('other.tar', 'growing.tar');
    expect(await readFile(at('growing.tar'), 'utf8')).toBe('some more');
  });

  it('goes on when the folder was away and is back, and adds nothing twice for that', async () => {
    await writeFile(at('a.tar'), 'a');
    const watch = start();
    await untilAdded('a.tar');
    const away = path.join(base.path, 'away');
    await rename(folder, away);
    await until(() => expect(watch.view.state.kind).toBe('missing'));
    await writeFile(path.join(away, 'b.tar'), 'b');
    await rename(away, folder);
    await untilAdded('a.tar', 'b.tar');
    // Another folder in its place is watched as well as the first.
    await rm(folder, { recursive: true });
    await mkdir(folder);
    await writeFile(at('c.tar'), 'c');
    await untilAdded('a.tar', 'b.tar', 'c.tar');
    expect(watch.view.state.kind).toBe('watching');
  });

  it('begins to be watched when it comes to be', async () => {
    await rm(folder, { recursive: true });
    const watch = start();
    await until(() => expect(watch.view.state.kind).toBe('missing'));
    await mkdir(folder);
    await writeFile(at('a.tar'), 'a');
    await untilAdded('a.tar');
  });

  it('keeps its files until there is a repository and a store for them', async () => {
    await writeFile(at('a.tar'), 'a');
    answer = () => 'noRepository';
    const watch = start();
    await until(() => expect(watch.view).toMatchObject({ state: { kind: 'noRepository' }, waiting: 1 }));
    answer = () => 'noStore';
    watch.again();
    await until(() => expect(watch.view).toMatchObject({ state: { kind: 'noStore' }, waiting: 1 }));
    answer = () => 'added';
    watch.again();
    await untilAdded('a.tar');
  });

  it('says of a file that cannot be added why, tries it again, and gives the others', async () => {
    await writeFile(at('bad.tar'), 'a');
    await writeFile(at('good.tar'), 'b');
    let isBad = true;
    answer = (file) => {
      if (isBad && file.endsWith('bad.tar')) throw new LayerliftError('SOURCE_UNREADABLE', 'no');
      return 'added';
    };
    const said: string[] = [];
    const watch = start({ log: (words) => said.push(words) });
    await untilAdded('good.tar');
    await until(() =>
      expect(watch.view.refused).toMatchObject([{ name: 'bad.tar', error: { code: 'SOURCE_UNREADABLE' } }]),
    );
    isBad = false;
    await untilAdded('good.tar', 'bad.tar');
    await until(() => expect(watch.view.refused).toEqual([]));
    expect(said).toHaveLength(1);
  });

  it.runIf(process.platform === 'linux')('names what it can read no name of, and gives the others', async () => {
    await writeFile(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0x61, 0xff])]), 'x');
    await writeFile(at('good.tar'), 'x');
    const watch = start();
    await untilAdded('good.tar');
    const refused = [{ name: 'a\ufffd', error: { code: 'SOURCE_NAME_INVALID' } }];
    await until(() => expect(watch.view).toMatchObject({ state: { kind: 'watching' }, refused }));
  });

  it('hears of what comes without looking, also in a folder that has taken the place of the first', async () => {
    const watch = start({ lookMs: 600_000 });
    await until(() => expect(watch.view.state.kind).toBe('watching'));
    await writeFile(at('a.tar'), 'a');
    await untilAdded('a.tar');
    await rename(folder, path.join(base.path, 'away'));
    await mkdir(folder);
    await writeFile(at('b.tar'), 'b');
    await untilAdded('a.tar', 'b.tar');
    await writeFile(at('c.tar'), 'c');
    await untilAdded('a.tar', 'b.tar', 'c.tar');
  });

  it('adds nothing once it is closed, and can be closed twice', async () => {
    const watch = start();
    await until(() => expect(watch.view.state.kind).toBe('watching'));
    await watch.close();
    await writeFile(at('a.tar'), 'a');
    watch.again();
    await watch.close();
    start();
    await untilAdded('a.tar');
  });

  it('takes hundreds at once', async () => {
    const names = Array.from({ length: 300 }, (_, index) => `layer ${index}.tar`);
    start();
    await Promise.all(names.map((name) => writeFile(at(name), name)));
    await untilAdded(...names);
  });
});
