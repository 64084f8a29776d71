import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ERROR_CODES,
  type ErrorInfo,
  fromErrorInfo,
  hasCode,
  isErrorInfo,
  LayerliftError,
  toErrorInfo,
} from '../../shared/errors.ts';

const errorInfo: fc.Arbitrary<ErrorInfo> = fc.record({
  code: fc.constantFrom(...ERROR_CODES),
  message: fc.string(),
  details: fc.dictionary(
    fc.string().filter((key) => key !== '__proto__'),
    fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)),
    { noNullPrototype: true },
  ),
  causes: fc.array(fc.string(), { maxLength: 8 }),
});

describe('toErrorInfo', () => {
  it('keeps code, message and details, and the messages of all causes', () => {
    const system = new Error('ENOSPC: no space left on device');
    const storage = new LayerliftError('DISK_FULL', 'the disk is full', { path: '/x' }, system);
    const error = new LayerliftError('UPLOAD_DAMAGED', 'outer', { offset: 7, known: true, digest: null }, storage);
    expect(toErrorInfo(error)).toEqual({
      code: 'UPLOAD_DAMAGED',
      message: 'outer',
      details: { offset: 7, known: true, digest: null },
      causes: ['the disk is full', 'ENOSPC: no space left on device'],
    });
  });

  it('calls what nobody foresaw internal, with its causes', () => {
    const error = new TypeError('x is not a function', { cause: new Error('why', { cause: 'text' }) });
    expect(toErrorInfo(error)).toEqual({
      code: 'INTERNAL',
      message: 'x is not a function',
      details: {},
      causes: ['why', 'text'],
    });
  });

  it('ends for causes that go round', () => {
    const error = new Error('a');
    error.cause = new Error('b', { cause: error });
    expect(toErrorInfo(error).causes).toEqual(['b', 'a', 'b', 'a', 'b', 'a', 'b', 'a']);
  });

  it.each<[unknown, string]>([
    ['text', 'text'],
    [7, '7'],
    [undefined, 'undefined'],
    [null, 'null'],
    [Symbol('s'), 'Symbol(s)'],
  ])('takes %p, which is no error', (thrown, message) => {
    expect(toErrorInfo(thrown)).toEqual({ code: 'INTERNAL', message, details: {}, causes: [] });
  });

  it('takes anything at all, also what cannot be shown as text', () => {
    const hostile: unknown = {
      toString: () => {
        throw new RangeError('no');
      },
    };
    for (const thrown of [hostile, Object.create(null), { toString: null, valueOf: null }]) {
      expect(isErrorInfo(toErrorInfo(thrown))).toBe(true);
      expect(isErrorInfo(toErrorInfo(new Error('outer', { cause: thrown })))).toBe(true);
    }
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true, withSparseArray: true }), (thrown) => {
        expect(isErrorInfo(toErrorInfo(thrown))).toBe(true);
      }),
    );
  });
});

describe('toErrorInfo of a failure during which closing failed too', () => {
  async function failure(body: unknown, closing: unknown): Promise<unknown> {
    try {
      await using _resource = {
        async [Symbol.asyncDispose]() {
          throw closing;
        },
      };
      throw body;
    } catch (error) {
      return error;
    }
  }

  const full = new LayerliftError('DISK_FULL', 'full', { path: '/data' }, new Error('ENOSPC'));
  const broken = new LayerliftError('STORAGE_IO', 'cannot close', {}, new Error('EIO'));

  it('tells the first one, and the other among its causes', async () => {
    expect(toErrorInfo(await failure(full, broken))).toEqual({
      code: 'DISK_FULL',
      message: 'full',
      details: { path: '/data' },
      causes: ['ENOSPC', 'cannot close', 'EIO'],
    });
  });

  it('tells the other when the first one was only a stop', async () => {
    const stop = new LayerliftError('CANCELLED', 'stopped');
    expect(toErrorInfo(await failure(stop, full))).toEqual({
      code: 'DISK_FULL',
      message: 'full',
      details: { path: '/data' },
      causes: ['ENOSPC', 'stopped'],
    });
  });

  it('goes through several of them', async () => {
    const inner = await failure(full, broken);
    const info = toErrorInfo(await failure(inner, new Error('outer resource')));
    expect(info).toMatchObject({ code: 'DISK_FULL', causes: ['ENOSPC', 'cannot close', 'EIO', 'outer resource'] });
  });
});

describe('fromErrorInfo', () => {
  it('rebuilds an error with a chain of causes', () => {
    const error = fromErrorInfo({ code: 'DISK_FULL', message: 'm', details: { free: 0 }, causes: ['a', 'b'] });
    expect(error).toBeInstanceOf(LayerliftError);
    expect(error).toMatchObject({ code: 'DISK_FULL', message: 'm', details: { free: 0 } });
    expect(error.cause).toMatchObject({ message: 'a', cause: { message: 'b' } });
    expect(fromErrorInfo({ code: 'DISK_FULL', message: 'm', details: {}, causes: [] }).cause).toBeUndefined();
  });

  it('is the inverse of toErrorInfo, also through structured clone and JSON', () => {
    fc.assert(
      fc.property(errorInfo, (info) => {
        expect(isErrorInfo(info)).toBe(true);
        expect(toErrorInfo(fromErrorInfo(info))).toEqual(info);
        expect(toErrorInfo(fromErrorInfo(structuredClone(info)))).toEqual(info);
        expect(toErrorInfo(fromErrorInfo(JSON.parse(JSON.stringify(info))))).toEqual(info);
      }),
    );
  });
});

describe('isErrorInfo', () => {
  const info: ErrorInfo = { code: 'DISK_FULL', message: 'm', details: { a: 1, b: 'x', c: false, d: null }, causes: [] };

  it('knows one', () => {
    expect(isErrorInfo(info)).toBe(true);
    expect(isErrorInfo({ ...info, details: {}, causes: ['a', 'b'] })).toBe(true);
  });

  const refused: readonly unknown[] = [
    undefined,
    null,
    0,
    'DISK_FULL',
    [],
    [info],
    () => info,
    {},
    { ...info, code: undefined },
    { ...info, code: 'disk_full' },
    { ...info, code: 'toString' },
    { ...info, code: ['DISK_FULL'] },
    { ...info, code: 0 },
    { ...info, message: undefined },
    { ...info, message: null },
    { ...info, message: ['m'] },
    { ...info, details: undefined },
    { ...info, details: null },
    { ...info, details: 'x' },
    { ...info, details: [] },
    { ...info, details: ['x'] },
    { ...info, details: { nested: {} } },
    { ...info, details: { list: [] } },
    { ...info, details: { missing: undefined } },
    { ...info, details: { big: 1n } },
    { ...info, details: { call: () => 1 } },
    { ...info, causes: undefined },
    { ...info, causes: 'x' },
    { ...info, causes: { length: 0 } },
    { ...info, causes: [null] },
    { ...info, causes: ['a', 1] },
    new Error('m'),
  ];

  it.each(refused.map((value) => [inspect(value), value]))('refuses %s', (_, value) => {
    expect(isErrorInfo(value)).toBe(false);
  });

  it('decides about anything', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true }), (value) => {
        expect(isErrorInfo(value)).toBe(false);
      }),
    );
  });
});

describe('hasCode', () => {
  const error = new LayerliftError('DISK_FULL', 'm');

  it('asks for one of several codes, or for any', () => {
    expect(hasCode(error, 'DISK_FULL')).toBe(true);
    expect(hasCode(error, 'READ_ONLY', 'DISK_FULL')).toBe(true);
    expect(hasCode(error)).toBe(true);
    expect(hasCode(error, 'READ_ONLY')).toBe(false);
  });

  it('does not believe what only looks like an error', () => {
    expect(hasCode(Object.assign(new Error('m'), { code: 'DISK_FULL' }), 'DISK_FULL')).toBe(false);
    expect(hasCode({ code: 'DISK_FULL' }, 'DISK_FULL')).toBe(false);
    expect(hasCode(undefined)).toBe(false);
  });
});
