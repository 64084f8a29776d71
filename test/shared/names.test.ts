import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LayerliftError } from '../../shared/errors.ts';
import { parseRepositoryName, parseUploadId, REPOSITORY_NAME_MAX } from '../../shared/names.ts';

/** The details with which `parseRepositoryName` refuses a text; null when it takes it. */
function refusal(text: string): { readonly reason: unknown; readonly component: unknown } | null {
  try {
    parseRepositoryName(text);
    return null;
  } catch (error) {
    if (!(error instanceof LayerliftError)) throw error;
    expect(error.code).toBe('REPOSITORY_INVALID');
    return { reason: error.details['reason'], component: error.details['component'] };
  }
}

const longest = `${'a'.repeat(200)}/${'b'.repeat(54)}`;

describe('parseRepositoryName', () => {
  it.each([
    'a',
    '0',
    'library/ubuntu',
    'a/b/c/d/e/f/g/h',
    'a.b',
    'a_b',
    'a__b',
    'a-b',
    'a--b',
    'a-------b',
    'a.b_c__d-e--f',
    '0.0',
    'registry.example/app',
    'blobs/data',
    'a'.repeat(REPOSITORY_NAME_MAX),
    longest,
  ])('takes %j', (text) => {
    expect(parseRepositoryName(text)).toBe(text);
  });

  it.each([
    ['/', ''],
    ['/a', ''],
    ['a/', ''],
    ['foo//bar', ''],
    ['.', '.'],
    ['..', '..'],
    ['../x', '..'],
    ['foo/../bar', '..'],
    ['foo/./bar', '.'],
    ['.foo', '.foo'],
    ['foo.', 'foo.'],
    ['a..b', 'a..b'],
    ['a._b', 'a._b'],
    ['a___b', 'a___b'],
    ['a-_b', 'a-_b'],
    ['-foo', '-foo'],
    ['foo-', 'foo-'],
    ['_layers', '_layers'],
    ['foo/_uploads', '_uploads'],
    ['localhost:5000/bar', 'localhost:5000'],
    ['registry.example:443/a', 'registry.example:443'],
    ['a b', 'a b'],
    [' a', ' a'],
    ['a\n', 'a\n'],
    ['a\0b', 'a\0b'],
    ['a\\b', 'a\\b'],
    ['a@sha256', 'a@sha256'],
    ['a:tag', 'a:tag'],
    ['größe', 'größe'],
    ['ａ', 'ａ'],
  ])('refuses the form of %j', (text, component) => {
    expect(refusal(text)).toEqual({ reason: 'form', component });
  });

  it.each([
    ['Foo', 'Foo'],
    ['FOO', 'FOO'],
    ['foo/Bar', 'Bar'],
    ['Foo/bar', 'Foo'],
  ])('tells that only the case of %j is wrong', (text, component) => {
    expect(refusal(text)).toEqual({ reason: 'case', component });
  });

  it('refuses nothing and too much', () => {
    expect(refusal('')).toEqual({ reason: 'empty', component: '' });
    expect(refusal('a'.repeat(REPOSITORY_NAME_MAX + 1))).toEqual({ reason: 'length', component: '' });
    expect(refusal(`${longest}c`)).toEqual({ reason: 'length', component: '' });
  });

  it('keeps what a hostile text puts into an error short', () => {
    const text = `${'x'.repeat(250)}!`;
    expect(() => parseRepositoryName(text)).toThrow(
      expect.objectContaining({ details: { reason: 'form', component: 'x'.repeat(100), text } }),
    );
    expect(() => parseRepositoryName('x'.repeat(1_000_000))).toThrow(
      expect.objectContaining({ details: { reason: 'length', component: '', text: 'x'.repeat(300) } }),
    );
  });

  it('takes exactly the grammar, of which every name is a safe relative path', () => {
    const word = fc.string({ unit: fc.constantFrom(...'ab01'), minLength: 1, maxLength: 4 });
    const separator = fc.constantFrom('.', '_', '__', '-', '--', '---');
    const component = fc
      .tuple(word, fc.array(fc.tuple(separator, word), { maxLength: 3 }))
      .map(([first, rest]) => first + rest.flat().join(''));
    const name = fc.array(component, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
    fc.assert(
      fc.property(name, (text) => {
        expect(parseRepositoryName(text)).toBe(text);
      }),
    );

    const nearly = fc.string({ unit: fc.constantFrom(...'a0A._-/:\n '), maxLength: 12 });
    fc.assert(
      fc.property(fc.oneof(nearly, fc.string({ unit: 'binary' })), (text) => {
        if (refusal(text) !== null) return;
        expect(text).toMatch(/^[a-z0-9._/-]+$/);
        for (const part of text.split('/')) {
          expect(part).toMatch(/^[a-z0-9].*[a-z0-9]$|^[a-z0-9]$/);
          expect(part).not.toContain('..');
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('stays linear for names that nearly match', () => {
    // A separator that may be empty doubles the work with every letter. The lengths grow, so that such a grammar is
    // caught at some thirty letters instead of never coming back.
    for (const length of [20, 24, 26, 28, 30, 32, 64, 128, REPOSITORY_NAME_MAX]) {
      const started = performance.now();
      for (const unit of ['a', 'a-', 'a.', 'a_', 'a__', '-', 'a--', 'aa-a', '0.0_0__0-']) {
        for (const end of ['!', '.', 'A', '\n']) {
          expect(refusal(unit.repeat(length).slice(0, length - 1) + end)).not.toBeNull();
        }
      }
      expect(performance.now() - started).toBeLessThan(1000);
    }
  });
});

describe('parseUploadId', () => {
  const id = '0f9e8d7c-6b5a-4f3e-8d2c-1b0a9f8e7d6c';

  it.each([id, '00000000-0000-0000-0000-000000000000', '01912d5c-7b3a-7c4d-9e5f-0a1b2c3d4e5f'])('takes %s', (text) => {
    expect(parseUploadId(text)).toBe(text);
  });

  it.each([
    '',
    id.toUpperCase(),
    id.slice(1),
    `${id}0`,
    `${id}\n`,
    `\n${id}`,
    ` ${id}`,
    id.replaceAll('-', ''),
    id.replace('-', '_'),
    id.replace('f', 'g'),
    `{${id}}`,
    `../${id.slice(3)}`,
    'my-upload.1_x',
  ])('refuses %j', (text) => {
    expect(() => parseUploadId(text)).toThrow(
      expect.objectContaining({ code: 'UPLOAD_ID_INVALID', details: { text } }),
    );
  });

  it('takes every UUID in lower case', () => {
    fc.assert(
      fc.property(fc.uuid(), (text) => {
        expect(parseUploadId(text)).toBe(text);
      }),
    );
  });
});
