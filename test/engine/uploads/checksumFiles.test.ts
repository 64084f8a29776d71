import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ChecksumLists, findDigestBeside } from '../../../electron/engine/uploads/checksumFiles.ts';
import type { Algorithm } from '../../../shared/digest.ts';
import { type TempDir, tempDir } from '../../support/tempDir.ts';

let dir: TempDir;

beforeEach(async () => {
  dir = await tempDir();
});

afterEach(async () => {
  await dir[Symbol.asyncDispose]();
});

const hexOf = (content: string, algorithm: string = 'sha256'): string =>
  createHash(algorithm).update(content).digest('hex');

const right = hexOf('content');
const other = hexOf('other');

/** What is found for a file of the name `name`, beside which the checksum files `beside` lie. */
async function found(name: string, beside: Readonly<Record<string, string>>) {
  for (const [file, text] of Object.entries(beside)) await writeFile(path.join(dir.path, file), text);
  return await findDigestBeside(path.join(dir.path, name));
}

describe('a checksum file beside a source', () => {
  it.each([
    ['GNU, text', `${right}  layer.tar\n`],
    ['GNU, binary', `${right} *layer.tar\n`],
    ['GNU, without a newline', `${right}  layer.tar`],
    ['GNU, upper case', `${right.toUpperCase()}  layer.tar\n`],
    ['GNU, CRLF', `${right}  layer.tar\r\n`],
    ['GNU, in a folder', `${right}  ./build/out/layer.tar\n`],
    ['one space', `${right} layer.tar\n`],
    ['a tab', `${right}\tlayer.tar\n`],
    ['BSD', `SHA256 (layer.tar) = ${right}\n`],
    ['BSD, CRLF', `SHA256 (layer.tar) = ${right}\r\n`],
    ['BSD, in a folder', `SHA256 (out/layer.tar) = ${right}\n`],
    ['several lines', `${other}  a\n${right}  layer.tar\n${other}  b\n`],
    ['comments and empty lines', `# made today\n\n${right}  layer.tar\n\n`],
    ['the same twice', `${right}  layer.tar\n${right}  ./layer.tar\n`],
    ['two algorithms, BSD', `MD5 (layer.tar) = ${'0'.repeat(32)}\nSHA256 (layer.tar) = ${right}\n`],
    ['two algorithms, GNU', `${'0'.repeat(32)}  layer.tar\n${right}  layer.tar\n`],
    ['another algorithm of the same length first', `SM3 (layer.tar) = ${other}\nSHA256 (layer.tar) = ${right}\n`],
    ['its own line behind one of the same name in a folder', `${other}  arm64/layer.tar\n${right}  layer.tar\n`],
  ])('is understood: %s', async (_, text) => {
    const value = `sha256:${right}`;
    expect(await found('layer.tar', { SHA256SUMS: text })).toEqual({ value, from: 'SHA256SUMS' });
    expect(await found('layer.tar', { 'layer.tar.sha256': text })).toEqual({ value, from: 'layer.tar.sha256' });
  });

  it.each([
    ['bare', right],
    ['bare, with a newline', `${right}\n`],
    ['bare, upper case', `${right.toUpperCase()}\n`],
    ['bare, CRLF', `${right}\r\n`],
    ['bare, as a digest', `sha256:${right}\n`],
  ])('is understood when it is the source’s own: %s', async (_, text) => {
    const value = `sha256:${right}`;
    expect(await found('layer.tar', { SHA256SUMS: text })).toBeNull();
    expect(await found('layer.tar', { 'layer.tar.sha256sum': text })).toEqual({ value, from: 'layer.tar.sha256sum' });
    expect(await found('layer.tar', { 'layer.tar.sha256': text })).toEqual({ value, from: 'layer.tar.sha256' });
  });

  it.each([
    ['nothing', ''],
    ['empty lines', '\n\r\n \n'],
    ['another name', `${right}  layer.tar.gz\n`],
    ['a name that ends alike', `${right}  old-layer.tar\n`],
    ['another case of the name', `${right}  Layer.tar\n`],
    ['too few digits', `${right.slice(1)}  layer.tar\n`],
    ['too many digits', `${right}0  layer.tar\n`],
    ['no digits', `${'x'.repeat(64)}  layer.tar\n`],
    ['another algorithm of the same length', `SHA3 (layer.tar) = ${right}\n`],
    ['another algorithm with a number', `SHA512/256 (layer.tar) = ${right}\n`],
    ['two digests for it', `${right}  layer.tar\n${other}  layer.tar\n`],
    ['two folders with such a file', `${right}  amd64/layer.tar\n${other}  arm64/layer.tar\n`],
    ['a file with a star in front', `${right}  *layer.tar\n`],
    ['a bare digest of another algorithm', `sha512:${right}\n`],
    ['several bare lines', `${right}\n${right}\n`],
    ['prose', 'The layer.tar is new.\n'],
    ['binary', '\0\x01\x02'],
  ])('says nothing: %s', async (_, text) => {
    expect(await found('layer.tar', { 'layer.tar.sha256': text, SHA256SUMS: text })).toBeNull();
  });

  it.each<Algorithm>(['sha256', 'sha384', 'sha512'])('may hold %s', async (algorithm) => {
    const hex = hexOf('content', algorithm);
    const list = `${algorithm.toUpperCase()}SUMS`;
    const value = `${algorithm}:${hex}`;
    expect(await found('layer.tar', { [list]: `${hex}  layer.tar\n` })).toEqual({ value, from: list });
    const own = `layer.tar.${algorithm}`;
    expect(await found('layer.tar', { [own]: `${hex}\n` })).toEqual({ value, from: own });
  });

  it('of the algorithm of the store comes first, the source’s own before a list', async () => {
    const files = {
      'layer.tar.sha512': `${hexOf('content', 'sha512')}  layer.tar\n`,
      SHA256SUMS: `${other}  layer.tar\n`,
      'layer.tar.sha256': `${right}  layer.tar\n`,
    };
    expect(await found('layer.tar', files)).toEqual({ value: `sha256:${right}`, from: 'layer.tar.sha256' });
  });

  it('that says nothing gives way to the next', async () => {
    const files = { 'layer.tar.sha256': 'later\n', SHA256SUMS: `${right}  layer.tar\n` };
    expect(await found('layer.tar', files)).toEqual({ value: `sha256:${right}`, from: 'SHA256SUMS' });
  });

  it.each([
    'two words.tar',
    ' edges ',
    'a  b',
    '*star',
    'back\\slash',
    'new\nline',
    'return\rname',
    'line\u2028separator',
    '\\n',
    'a (b) = c',
    `it's "quoted"`,
    'Stück 🐳.tar',
    '#hash',
    'deadbeef  deadbeef',
  ])('of coreutils is understood for the name %j', async (name) => {
    await writeFile(path.join(dir.path, name), 'content');
    for (const options of [[], ['--binary'], ['--tag']]) {
      const { stdout } = await promisify(execFile)('sha256sum', [...options, '--', name], { cwd: dir.path });
      expect(await found(name, { SHA256SUMS: `${other}  x\n${stdout}` })).toEqual({
        value: `sha256:${right}`,
        from: 'SHA256SUMS',
      });
    }
  });

  it('is no source’s own only because its name begins alike', async () => {
    expect(await found('SHA256', { SHA256SUMS: `${right}\n` })).toBeNull();
  });

  it('is no answer when it is a folder, a pipe or huge', async () => {
    await mkdir(path.join(dir.path, 'layer.tar.sha256'));
    await promisify(execFile)('mkfifo', [path.join(dir.path, 'layer.tar.sha256sum')]);
    const huge = `${right}  layer.tar\n${'#'.repeat(1024 * 1024)}\n`;
    expect(await found('layer.tar', { SHA256SUMS: huge })).toBeNull();
  });

  it('is no answer when there is none', async () => {
    expect(await found('layer.tar', {})).toBeNull();
    expect(await findDigestBeside(path.join(dir.path, 'missing', 'layer.tar'))).toBeNull();
  });

  it('is read once for all the files beside it', async () => {
    const list = path.join(dir.path, 'SHA256SUMS');
    await writeFile(list, `${right}  a.tar\n${other}  b.tar\n`);
    const lists = new ChecksumLists();
    const of = (name: string) => findDigestBeside(path.join(dir.path, name), lists);
    expect(await of('a.tar')).toEqual({ value: `sha256:${right}`, from: 'SHA256SUMS' });
    await writeFile(list, '');
    expect(await of('b.tar')).toEqual({ value: `sha256:${other}`, from: 'SHA256SUMS' });
    expect(await findDigestBeside(path.join(dir.path, 'b.tar'))).toBeNull();
  });

  it('is found for each of many, also when the folder is listed instead of asked', async () => {
    const lists = new ChecksumLists();
    const names = ['a.tar', 'b.tar', 'c.tar', 'd.tar'];
    await writeFile(path.join(dir.path, 'c.tar.sha256sum'), right);
    await writeFile(path.join(dir.path, 'SHA256SUMS'), `${other}  d.tar\n`);
    const found = [];
    for (const name of names) found.push((await findDigestBeside(path.join(dir.path, name), lists))?.from ?? null);
    expect(found).toEqual([null, null, 'c.tar.sha256sum', 'SHA256SUMS']);
  });
});
