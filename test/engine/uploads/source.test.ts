import { execFile } from 'node:child_process';
import { chmod, link, mkdir, open, rename, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SourceIdentity } from '../../../electron/engine/layers/uploadRecord.ts';
import { identifySource, inspectSource, Source } from '../../../electron/engine/uploads/source.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import { seededBytes } from '../../support/seededBytes.ts';
import { type TempDir, tempDir } from '../../support/tempDir.ts';

let dir: TempDir;

beforeEach(async () => {
  dir = await tempDir();
});

afterEach(async () => {
  await dir[Symbol.asyncDispose]();
});

const at = (name: string): string => path.join(dir.path, name);

async function file(content: Uint8Array | string = 'content', name = 'layer.tar'): Promise<string> {
  await writeFile(at(name), content);
  return at(name);
}

/** Expects that all three ways to a source refuse a path, and tell why. */
async function expectRefused(
  target: string,
  code: ErrorCode,
  details: Readonly<Record<string, unknown>>,
): Promise<void> {
  const refusal = expect.objectContaining({ code, details: expect.objectContaining({ path: target, ...details }) });
  const identity: SourceIdentity = { path: target, size: 0, mtimeNs: '0', device: '0', inode: '0' };
  await expect(inspectSource(target)).rejects.toEqual(refusal);
  await expect(identifySource(target)).rejects.toEqual(refusal);
  await expect(Source.open(identity, 0)).rejects.toEqual(refusal);
}

/** Reads a source to its end in reads of `step` bytes. */
async function readAll(source: Source, step: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  for (;;) {
    const buffer = Buffer.alloc(step);
    const length = await source.read(buffer);
    parts.push(buffer.subarray(0, length));
    if (length === 0) return Buffer.concat(parts);
  }
}

describe('what can be a source', () => {
  it('a regular file, with its name and size', async () => {
    expect(await inspectSource(await file('12345'))).toEqual({ name: 'layer.tar', size: 5 });
  });

  it('an empty file', async () => {
    const empty = await file('');
    expect(await inspectSource(empty)).toEqual({ name: 'layer.tar', size: 0 });
    await using source = await Source.open(await identifySource(empty), 0);
    expect(await source.read(new Uint8Array(8))).toBe(0);
  });

  it.each([
    '2026 layers.tar',
    ' edges ',
    `it's "quoted".tar`,
    '$(touch x);*.tar',
    'line\nbreak.tar',
    'back\\slash.tar',
    'Stück 🐳.tar',
    'שכבה\u202Ertl.tar',
    '--help',
    `${'n'.repeat(250)}.tar`,
  ])('a file named %j', async (name) => {
    const target = await file('123', name);
    expect(await inspectSource(target)).toEqual({ name, size: 3 });
    await using source = await Source.open(await identifySource(target), 0);
    expect((await readAll(source, 8)).toString()).toBe('123');
  });

  it('a symbolic link to a file, under the name of the link', async () => {
    const target = await file('123');
    await symlink(target, at('link'));
    expect(await inspectSource(at('link'))).toEqual({ name: 'link', size: 3 });
    const identity = await identifySource(at('link'));
    expect(identity).toEqual({ ...(await identifySource(target)), path: at('link') });
  });

  it('a relative path, which becomes absolute', async () => {
    const target = await file();
    expect(await identifySource(path.relative(process.cwd(), target))).toMatchObject({ path: target });
  });
});

describe('what cannot be a source', () => {
  it('a missing file, or one below a file', async () => {
    await expectRefused(at('missing'), 'SOURCE_NOT_FOUND', { errno: 'ENOENT' });
    await expectRefused(`${await file()}/below`, 'SOURCE_NOT_FOUND', { errno: 'ENOTDIR' });
  });

  it('a link that leads nowhere, or round', async () => {
    await symlink(at('missing'), at('dangling'));
    await expectRefused(at('dangling'), 'SOURCE_NOT_FOUND', { errno: 'ENOENT' });
    await symlink(at('round'), at('round'));
    await expectRefused(at('round'), 'SOURCE_NOT_FOUND', { errno: 'ELOOP' });
  });

  it('a path that no file can have', async () => {
    await expectRefused(at('n'.repeat(300)), 'SOURCE_NOT_FOUND', { errno: 'ENAMETOOLONG' });
  });

  it('a folder, also behind a link', async () => {
    await mkdir(at('folder'));
    await symlink(at('folder'), at('link'));
    await expectRefused(at('folder'), 'SOURCE_NOT_A_FILE', { kind: 'folder' });
    await expectRefused(at('link'), 'SOURCE_NOT_A_FILE', { kind: 'folder' });
  });

  it('a named pipe, which answers at once although nobody writes to it', async () => {
    await promisify(execFile)('mkfifo', [at('pipe')]);
    await expectRefused(at('pipe'), 'SOURCE_NOT_A_FILE', { kind: 'pipe' });
  });

  it('a socket', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(at('socket'), resolve));
    try {
      await expectRefused(at('socket'), 'SOURCE_NOT_A_FILE', { kind: 'socket' });
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });

  it.each(['/dev/null', '/dev/zero'])('the device %s', async (device) => {
    await expectRefused(device, 'SOURCE_NOT_A_FILE', { kind: 'device' });
  });

  it('a file that one may not read', async () => {
    const locked = await file('secret', 'locked');
    const open = await file('open', 'open');
    await mkdir(at('closed'));
    const below = await file('x', 'closed/below');
    await chmod(dir.path, 0o755);
    await chmod(locked, 0o000);
    await chmod(at('closed'), 0o000);
    await asOrdinaryUser(async () => {
      expect(await inspectSource(open)).toMatchObject({ size: 4 });
      await expectRefused(locked, 'SOURCE_UNREADABLE', { errno: 'EACCES' });
      await expectRefused(below, 'SOURCE_UNREADABLE', { errno: 'EACCES' });
    });
    await chmod(at('closed'), 0o755);
  });
});

/** Runs `work` without the rights of the superuser, to whom every file is readable. */
async function asOrdinaryUser(work: () => Promise<void>): Promise<void> {
  const user = process.geteuid?.();
  if (user !== 0) return await work();
  process.seteuid?.(65_534);
  try {
    await work();
  } finally {
    process.seteuid?.(user);
  }
}

describe('the identity of a source', () => {
  const changed = (...facts: readonly string[]) =>
    expect.objectContaining({
      code: 'SOURCE_CHANGED',
      details: expect.objectContaining({ path: at('layer.tar'), changed: facts.join(' ') }),
    });

  /** Expects that a change is found when the source is opened anew, and by one who has it open already. */
  async function expectChange(change: (target: string) => Promise<void>, facts: readonly string[]): Promise<void> {
    const target = await file('content');
    const identity = await identifySource(target);
    await using source = await Source.open(identity, 0);
    await source.assertUnchanged();
    await change(target);
    await expect(source.assertUnchanged()).rejects.toEqual(changed(...facts));
    await expect(Source.open(identity, 0)).rejects.toEqual(changed(...facts));
  }

  it('notices bytes that were added', async () => {
    await expectChange((target) => writeFile(target, 'more', { flag: 'a' }), ['size', 'mtimeNs']);
  });

  it('notices bytes that were cut off, even when the time was set back', async () => {
    const time = new Date(1_700_000_000_000);
    const target = await file('content');
    await utimes(target, time, time);
    const identity = await identifySource(target);
    await truncate(target, 3);
    await utimes(target, time, time);
    await expect(Source.open(identity, 0)).rejects.toMatchObject({
      code: 'SOURCE_CHANGED',
      details: { changed: 'size', sizeBefore: 7, sizeNow: 3, modifiedAt: 1_700_000_000_000 },
    });
  });

  it('notices another time', async () => {
    await expectChange((target) => utimes(target, 1, 1.5), ['mtimeNs']);
  });

  it('notices another file of the same size and time in its place', async () => {
    const time = new Date(1_700_000_000_000);
    const target = await file('content');
    await utimes(target, time, time);
    const identity = await identifySource(target);
    await using source = await Source.open(identity, 0);
    await utimes(await file('CONTENT', 'other'), time, time);
    await rename(at('other'), target);
    // The open file is still what it was: only its name tells.
    await expect(source.assertUnchanged()).rejects.toEqual(changed('inode'));
    await expect(Source.open(identity, 0)).rejects.toEqual(changed('inode'));
  });

  it('notices a link that leads elsewhere', async () => {
    const time = new Date(1_700_000_000_000);
    for (const name of ['a', 'b']) await utimes(await file('content', name), time, time);
    await symlink(at('a'), at('layer.tar'));
    const identity = await identifySource(at('layer.tar'));
    await rm(at('layer.tar'));
    await symlink(at('b'), at('layer.tar'));
    await expect(Source.open(identity, 0)).rejects.toEqual(changed('inode'));
  });

  it('tells when it was deleted, although the open file is still there', async () => {
    const target = await file();
    const identity = await identifySource(target);
    await using source = await Source.open(identity, 0);
    await rm(target);
    await expect(source.assertUnchanged()).rejects.toMatchObject({ code: 'SOURCE_NOT_FOUND' });
    await expect(Source.open(identity, 0)).rejects.toMatchObject({ code: 'SOURCE_NOT_FOUND' });
  });

  it('does not care for another device number, another name or another reader', async () => {
    const target = await file();
    const identity = await identifySource(target);
    const replugged = { ...identity, device: String(BigInt(identity.device) + 1n) };
    await using source = await Source.open(replugged, 0);
    await link(target, at('second name'));
    await (await open(target, 'r')).close();
    await source.assertUnchanged();
    expect((await readAll(source, 100)).toString()).toBe('content');
  });
});

describe('reading a source', () => {
  const size = 1_000_003;
  const bytes = seededBytes(1, size);

  it.each([
    [0, 65_536],
    [1, 65_536],
    [size - 1, 65_536],
    [size, 65_536],
    [0, size],
    [0, size + 1],
    [size - 100, 1],
  ])('from offset %i in reads of %i bytes gives what is there', async (offset, step) => {
    const target = await file(bytes);
    await using source = await Source.open(await identifySource(target), offset);
    expect((await readAll(source, step)).equals(Buffer.from(bytes).subarray(offset))).toBe(true);
  });

  it('leaves the buffer behind what it read as it was', async () => {
    const target = await file('12345');
    await using source = await Source.open(await identifySource(target), 2);
    const buffer = Buffer.alloc(8, '.');
    expect(await source.read(buffer)).toBe(3);
    expect(buffer.toString()).toBe('345.....');
  });

  it('gives no byte behind the size that it had, and tells at the next proof', async () => {
    const target = await file(bytes);
    await using source = await Source.open(await identifySource(target), 0);
    await source.read(Buffer.alloc(1000));
    await writeFile(target, 'more', { flag: 'a' });
    expect(await readAll(source, 65_536)).toHaveLength(size - 1000);
    await expect(source.assertUnchanged()).rejects.toMatchObject({
      code: 'SOURCE_CHANGED',
      details: { changed: 'size mtimeNs', sizeBefore: size, sizeNow: size + 4 },
    });
  });

  it('fails when the file ends before it should', async () => {
    const target = await file(bytes);
    await using source = await Source.open(await identifySource(target), 0);
    await source.read(Buffer.alloc(1000));
    await truncate(target, 1500);
    await expect(source.read(Buffer.alloc(1000))).rejects.toMatchObject({
      code: 'SOURCE_CHANGED',
      details: { changed: 'size mtimeNs', sizeNow: 1500 },
    });
  });

  it('refuses to read once it is closed', async () => {
    const target = await file();
    const source = await Source.open(await identifySource(target), 0);
    await source.close();
    await expect(source.read(Buffer.alloc(1))).rejects.toMatchObject({ code: 'SOURCE_IO', details: { path: target } });
    await source.close();
  });
});
