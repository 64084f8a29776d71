import { describe, expect, it } from 'vitest';
import { orWhenRefused } from '../../../electron/engine/layers/orWhenRefused.ts';
import { LayerliftError } from '../../../shared/errors.ts';

const failing = (error: unknown) => (): never => {
  throw error;
};

describe('what a parser refuses', () => {
  it('is nothing, and what it takes is kept', () => {
    expect(orWhenRefused('DIGEST_INVALID', () => 5)).toBe(5);
    expect(orWhenRefused('DIGEST_INVALID', failing(new LayerliftError('DIGEST_INVALID', 'no')))).toBeNull();
  });

  it.each([new TypeError('a defect'), new LayerliftError('INTERNAL', 'another code')])(
    'is not mistaken for a failure of another kind: %s',
    (error) => {
      expect(() => orWhenRefused('DIGEST_INVALID', failing(error))).toThrow(error);
    },
  );
});
