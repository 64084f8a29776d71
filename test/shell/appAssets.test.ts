import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAppUrl, resolveAsset } from '../../electron/appAssets.ts';

const ROOT = path.resolve('/opt/app/out/renderer');
const resolve = (url: string) => resolveAsset(ROOT, url);

describe('the files behind app://', () => {
  it.each([
    ['app://layerlift/', 'index.html', 'text/html; charset=utf-8'],
    ['app://layerlift/index.html?x#y', 'index.html', 'text/html; charset=utf-8'],
    ['app://layerlift/assets/index-a_B1.js', 'assets/index-a_B1.js', 'text/javascript; charset=utf-8'],
    ['app://layerlift/assets/font.woff2', 'assets/font.woff2', 'font/woff2'],
    // A URL resolves its dots itself, and never above its root.
    ['app://layerlift/%2e%2e/main/entry.js', 'main/entry.js', 'text/javascript; charset=utf-8'],
    ['app://layerlift/a/../index.html', 'index.html', 'text/html; charset=utf-8'],
  ])('are found: %s', (url, file, mimeType) => {
    expect(resolve(url)).toEqual({ file: path.join(ROOT, file), mimeType });
  });

  it.each([
    'app://layerlift/..%2f..%2fmain%2fmain.js',
    'app://layerlift/..%5cmain.js',
    'app://layerlift/a%00.js',
    'app://layerlift/%252e%252e/main.js/',
    'app://layerlift//etc/passwd.html',
    'app://layerlift/C:/x.html',
    'app://layerlift/.hidden.js',
    'app://layerlift/%ff.js',
    'app://layerlift/assets',
    'app://layerlift/program.exe',
    'app://elsewhere/index.html',
    'app://layerlift:80/index.html',
    'app://user@layerlift/index.html',
    'file:///opt/app/out/renderer/index.html',
    'https://layerlift/index.html',
    'not a url',
  ])('are not: %s', (url) => {
    expect(resolve(url)).toBeNull();
  });

  it('stay inside the folder, whatever is asked for', () => {
    const piece = fc.oneof(
      fc.constantFrom('..', '%2e%2e', '/', '%2f', '\\', '%5c', '%00', '.js', 'a', 'C:'),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const asset = resolve(`app://layerlift/${pieces.join('')}`);
        if (asset !== null) expect(path.relative(ROOT, asset.file).startsWith('..')).toBe(false);
      }),
    );
  });

  it('belong to the app by scheme and host', () => {
    expect(isAppUrl('app://layerlift/index.html')).toBe(true);
    for (const url of [
      '',
      'about:blank',
      'app://layerlift.evil/',
      'https://layerlift/',
      'data:text/html,app://layerlift/',
    ])
      expect(isAppUrl(url)).toBe(false);
  });
});
