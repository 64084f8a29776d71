import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Collected, collectFiles } from '../../electron/intake/collectFiles.ts';
import { orAborted } from '../../electron/intake/orAborted.ts';
import { LayerliftError } from '../../shared/errors.ts';
import { FILES_MAX, NOTHING_LEFT_OUT } from '../../shared/intake.ts';
import { quickTempDir, type TempDir, tempDir } from '../support/tempDir.ts';

const idle = () => new AbortController().signal;
const collect = (paths: readonly string[], signal = idle()) => collectFiles(paths, { signal });

async function plant(folder: TempDir, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const file = path.join(folder.path, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, name);
  }
}

/** What was found, as `folder|name`, with the code of what could not be read. */
const told = ({ files }: Collected): readonly string[] =>
  files.map((file) => `${file.folder}|${path.basename(file.path)}${file.error === null ? '' : ` ${file.error.code}`}`);

describe('what is found behind paths', () => {
  it('is every file of a folder and below, with the folders that lead to it, in order', async () => {
    await using folder = await tempDir();
    await plant(folder, ['b/c/deep.tar', 'part-10.tar', 'part-2.tar', 'a/x.tar']);
    await mkdir(path.join(folder.path, 'empty'));
    expect(told(await collect([folder.path]))).toEqual(['|part-2.tar', '|part-10.tar', 'a|x.tar', 'b/c|deep.tar']);
  });

  it('is each path itself that is no folder, whatever it is, and each file once', async () => {
    await using folder = await tempDir();
    await plant(folder, ['.hidden', 'a.part', 'sub/a.tar']);
    const at = (name: string) => path.join(folder.path, name);
    const given = [at('.hidden'), at('a.part'), at('none'), '', at('sub'), at('sub/a.tar'), folder.path];
    const { files, leftOut } = await collect(given);
    expect(files.map((file) => path.basename(file.path))).toEqual(['.hidden', 'a.part', 'none', '', 'a.tar']);
    expect(leftOut).toEqual({ ...NOTHING_LEFT_OUT, hidden: 1, partial: 1 });
  });

  it('is nothing that is no layer; how much of each is told', async () => {
    await using folder = await tempDir();
    await plant(folder, ['a.tar', '.git/config', '.DS_Store', 'b.tar.crdownload', 'a.tar.sha256', 'SHA256SUMS']);
    execFileSync('mkfifo', [path.join(folder.path, 'pipe')]);
    const server = createServer().listen(path.join(folder.path, 'socket'));
    await once(server, 'listening');
    await symlink('/etc/passwd', path.join(folder.path, 'link.tar'));
    try {
      const collected = await collect([folder.path]);
      expect(told(collected)).toEqual(['|a.tar']);
      expect(collected.leftOut).toEqual({ links: 1, special: 2, hidden: 2, partial: 1, checksums: 2 });
    } finally {
      server.close();
    }
  });

  it('ends where links lead back, and does not leave the folder through them', async () => {
    await using folder = await tempDir();
    await using outside = await tempDir();
    await plant(outside, ['secret.tar']);
    await plant(folder, ['a/x.tar']);
    await symlink('..', path.join(folder.path, 'a', 'up'));
    await symlink('loop', path.join(folder.path, 'loop'));
    await symlink(outside.path, path.join(folder.path, 'outside'));
    const collected = await collect([folder.path]);
    expect(told(collected)).toEqual(['a|x.tar']);
    expect(collected.leftOut.links).toBe(3);
    // A link that a person gives is meant.
    expect(told(await collect([path.join(folder.path, 'outside')]))).toEqual(['|secret.tar']);
    expect(told(await collect([path.join(folder.path, 'loop')]))).toEqual(['|loop']);
  });

  it.runIf(process.platform === 'linux')(
    'names what has a name that is no text, and takes the sign for that',
    async () => {
      await using folder = await tempDir();
      const raw = (...bytes: number[]) => Buffer.concat([Buffer.from(`${folder.path}/`), Buffer.from(bytes)]);
      await writeFile(raw(0x61, 0xff), 'x');
      await mkdir(raw(0x62, 0xfe));
      await plant(folder, ['c\ufffd.tar']);
      const expected = ['|a\ufffd SOURCE_NAME_INVALID', '|c\ufffd.tar', '|b\ufffd SOURCE_NAME_INVALID'];
      expect(told(await collect([folder.path]))).toEqual(expected);
    },
  );

  it('names a folder whose path is longer than the system takes', async () => {
    await using folder = await tempDir();
    await plant(folder, ['a.tar']);
    const dig = "for (let i = 0; i < 25; i += 1) { fs.mkdirSync('d'.repeat(200)); process.chdir('d'.repeat(200)); }";
    execFileSync(process.execPath, ['-e', dig], { cwd: folder.path });
    try {
      const { files } = await collect([folder.path]);
      expect(files.map(({ error }) => error?.code ?? null)).toEqual([null, 'SOURCE_UNREADABLE']);
      expect(files[1]?.error?.details['kind']).toBe('folder');
    } finally {
      // Node cannot remove what it cannot name.
      execFileSync('rm', ['-rf', 'd'.repeat(200)], { cwd: folder.path });
    }
  });

  it('may have names of 255 bytes, deep folders and characters of every kind', async () => {
    await using folder = await tempDir();
    const names = ['w'.repeat(255), '\u202egnp.rat', 'two\nlines', '-rf', '🐳'.repeat(60), ' ', `${'d/'.repeat(150)}x`];
    await plant(folder, names);
    const { files } = await collect([folder.path]);
    expect(new Set(files.map((file) => path.relative(folder.path, file.path)))).toEqual(new Set(names));
  });

  it('is refused when it is more than anybody means', async () => {
    await using folder = await quickTempDir();
    for (const [index, name] of ['a', 'b'].entries()) {
      await mkdir(path.join(folder.path, name));
      const plenty = `seq ${index === 0 ? FILES_MAX : 1} | xargs touch`;
      execFileSync('sh', ['-c', plenty], { cwd: path.join(folder.path, name) });
    }
    expect((await collect([path.join(folder.path, 'a')])).files).toHaveLength(FILES_MAX);
    await expect(collect([folder.path])).rejects.toMatchObject({ code: 'SOURCES_TOO_MANY' });
  });

  it('is given up at any moment, for the reason of the signal', async () => {
    await using folder = await tempDir();
    await plant(folder, ['a.tar', 'b/c.tar', 'd/e.tar']);
    for (const last of [1, 2, 3]) {
      const stopping = new AbortController();
      const onFound = (count: number): void => {
        if (count === last) stopping.abort(new LayerliftError('CANCELLED', 'enough'));
      };
      const collected = collectFiles([folder.path, '/none'], { signal: stopping.signal, onFound });
      await expect(collected).rejects.toMatchObject({ code: 'CANCELLED' });
    }
  });
});

describe('work that never ends', () => {
  it('holds nobody up who has had enough of it', async () => {
    const stopping = new AbortController();
    const forever = orAborted(new Promise(() => undefined), stopping.signal);
    stopping.abort(new LayerliftError('CANCELLED', 'enough'));
    await expect(forever).rejects.toMatchObject({ code: 'CANCELLED' });
    await expect(orAborted(Promise.resolve(1), stopping.signal)).rejects.toMatchObject({ code: 'CANCELLED' });
    await expect(orAborted(Promise.resolve(1), idle())).resolves.toBe(1);
  });
});
