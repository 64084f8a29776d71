import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ALGORITHMS,
  algorithmOf,
  CANONICAL_ALGORITHM,
  DIGEST_SIZES,
  digestFromBytes,
  hexOf,
  isAlgorithm,
  parseDigest,
} from '../../shared/digest.ts';
import { LayerliftError } from '../../shared/errors.ts';

/** Why `parseDigest` refuses a text; null when it takes it. */
function refusal(text: string): unknown {
  try {
    parseDigest(text);
    return null;
  } catch (error) {
    if (!(error instanceof LayerliftError)) throw error;
    expect(error.code).toBe('DIGEST_INVALID');
    return error.details['reason'];
  }
}

const hex = (length: number): string => '0123456789abcdef'.repeat(9).slice(0, length);

describe('parseDigest', () => {
  it.each(ALGORITHMS)('takes a digest of %s, and tells its parts', (algorithm) => {
    const digits = hex(DIGEST_SIZES[algorithm] * 2);
    const digest = parseDigest(`${algorithm}:${digits}`);
    expect(digest).toBe(`${algorithm}:${digits}`);
    expect(algorithmOf(digest)).toBe(algorithm);
    expect(hexOf(digest)).toBe(digits);
  });

  it.each([
    ['', 'form'],
    [':', 'form'],
    [`:${hex(64)}`, 'form'],
    [hex(64), 'form'],
    ['sha256', 'form'],
    [`md5:${hex(32)}`, 'algorithm'],
    [`sha1:${hex(40)}`, 'algorithm'],
    [`sha224:${hex(56)}`, 'algorithm'],
    [`sha256+b64:${hex(64)}`, 'algorithm'],
    [` sha256:${hex(64)}`, 'algorithm'],
    [`sha256 :${hex(64)}`, 'algorithm'],
    [`../sha256:${hex(64)}`, 'algorithm'],
    [`constructor:${hex(64)}`, 'algorithm'],
    [`__proto__:${hex(64)}`, 'algorithm'],
    [`SHA256:${hex(64)}`, 'case'],
    [`Sha512:${hex(128)}`, 'case'],
    [`sha256:${hex(64).toUpperCase()}`, 'case'],
    [`sha256:${hex(63)}A`, 'case'],
    ['sha256:', 'length'],
    ['sha256:a', 'length'],
    [`sha256:${hex(63)}`, 'length'],
    [`sha256:${hex(65)}`, 'length'],
    [`sha256:${hex(64)}\n`, 'length'],
    [`sha384:${hex(64)}`, 'length'],
    [`sha512:${hex(64)}`, 'length'],
    [`sha256:${hex(128)}`, 'length'],
    [`sha256:${hex(63)}\n`, 'characters'],
    [`sha256:${hex(63)}g`, 'characters'],
    [`sha256:${hex(63)} `, 'characters'],
    [`sha256::${hex(63)}`, 'characters'],
    [`sha256:${hex(61)}/..`, 'characters'],
    [`sha256:${'０'.repeat(64)}`, 'characters'],
  ])('refuses %j: %s', (text, reason) => {
    expect(refusal(text)).toBe(reason);
  });

  it('keeps what a hostile text puts into an error short', () => {
    const text = 'x'.repeat(1_000_000);
    expect(() => parseDigest(text)).toThrow(
      expect.objectContaining({ details: { reason: 'form', text: 'x'.repeat(200) } }),
    );
  });

  it('gives back every text that it does not refuse, unchanged', () => {
    const nearly = fc
      .tuple(
        fc.constantFrom(...ALGORITHMS, 'SHA256', 'sha1', ''),
        fc.constantFrom(':', '', '::'),
        fc.string({ unit: fc.constantFrom(...'0123456789abcdefABG\n'), minLength: 62, maxLength: 66 }),
      )
      .map((parts) => parts.join(''));
    const right = fc
      .constantFrom(...ALGORITHMS)
      .chain((algorithm) =>
        fc
          .uint8Array({ minLength: DIGEST_SIZES[algorithm], maxLength: DIGEST_SIZES[algorithm] })
          .map((bytes) => `${algorithm}:${Buffer.from(bytes).toString('hex')}`),
      );
    const form = /^(sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128})$/;
    fc.assert(
      fc.property(fc.oneof(nearly, right, fc.string({ unit: 'binary' })), (text) => {
        if (form.test(text) && !text.includes('\n')) expect(parseDigest(text)).toBe(text);
        else expect(refusal(text)).toBeTypeOf('string');
      }),
    );
  });
});

describe('digestFromBytes', () => {
  it.each(ALGORITHMS)('writes every byte of %s as two digits', (algorithm) => {
    const size = DIGEST_SIZES[algorithm];
    fc.assert(
      fc.property(fc.uint8Array({ minLength: size, maxLength: size }), (bytes) => {
        expect(digestFromBytes(algorithm, bytes)).toBe(`${algorithm}:${Buffer.from(bytes).toString('hex')}`);
      }),
    );
  });

  it.each([0, 31, 33, 48])('refuses %i bytes for sha256', (size) => {
    expect(() => digestFromBytes('sha256', new Uint8Array(size))).toThrow(
      expect.objectContaining({ code: 'DIGEST_INVALID', details: expect.objectContaining({ reason: 'length' }) }),
    );
  });
});

describe('isAlgorithm', () => {
  it('knows the algorithms, and nothing that every object has', () => {
    for (const algorithm of ALGORITHMS) expect(isAlgorithm(algorithm)).toBe(true);
    for (const other of ['', 'md5', 'SHA256', 'toString', 'hasOwnProperty', '__proto__']) {
      expect(isAlgorithm(other)).toBe(false);
    }
    expect(ALGORITHMS).toContain(CANONICAL_ALGORITHM);
  });
});
