import { describe, expect, it } from 'vitest';
import { leftOutByName, sortNames } from '../../electron/intake/fileNames.ts';
import { pathsInText } from '../../electron/intake/pathsInText.ts';

describe('names in a folder', () => {
  it.each([
    ['.DS_Store', 'hidden'],
    ['.git', 'hidden'],
    ['layer.tar.part', 'partial'],
    ['layer.tar.PARTIAL', 'partial'],
    ['Unconfirmed 1234.crdownload', 'partial'],
    ['layer.tar.tmp', 'partial'],
    ['layer.tar.sha256', 'checksums'],
    ['layer.tar.sha512sum', 'checksums'],
    ['SHA256SUMS', 'checksums'],
    ['image-sha256sums.txt', 'checksums'],
    ['SHA256SUMS.asc', 'checksums'],
  ])('%j is no layer: %s', (name, why) => {
    expect(leftOutByName(name)).toBe(why);
  });

  it.each(['layer.tar', 'part', 'a.part.tar', 'tmp', 'sha256', 'mysha256', 'download.tar', 'layer', '-rf', 'a.b.c'])(
    '%j may be one',
    (name) => {
      expect(leftOutByName(name)).toBeNull();
    },
  );

  it('come in the order of people, and all of them', () => {
    expect(sortNames(['part-10', 'part-2', 'a', 'part-1'])).toEqual(['a', 'part-1', 'part-2', 'part-10']);
    const many = Array.from({ length: 5000 }, (_, index) => `f${index}`);
    expect(new Set(sortNames(many))).toEqual(new Set(many));
  });
});

describe('paths in text', () => {
  const paths = (text: string) => pathsInText(text, '/home/me');

  it('are taken a line each, in the forms that desktops and shells copy', () => {
    expect(paths('/a/b.tar\n/c d.tar\r\n~/e.tar\n')).toEqual(['/a/b.tar', '/c d.tar', '/home/me/e.tar']);
    expect(paths('file:///a/b%20%F0%9F%90%B3.tar')).toEqual(['/a/b 🐳.tar']);
    expect(paths(`'/a b.tar'\n"/c'd.tar"\n  /e.tar\t`)).toEqual(['/a b.tar', "/c'd.tar", '/e.tar']);
    expect(paths('copy\nfile:///a\nfile:///a\n/./a')).toEqual(['/a']);
  });

  it.each([
    '',
    'layer.tar',
    '../a',
    'https://example.org/a',
    'file:///a%00b',
    '/a\0b',
    'file://%',
    '~',
    '~other/a',
    "'",
  ])('are not in %j', (text) => {
    expect(paths(text)).toEqual([]);
  });

  it('are not looked for in a text as large as a file', () => {
    expect(paths('/a\n'.repeat(2_000_000))).toEqual([]);
  });
});
