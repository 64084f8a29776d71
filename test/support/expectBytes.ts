import { expect } from 'vitest';

/** Expects equal bytes. Compares as fast as memory allows and reports sizes and the first difference, no dump. */
export function expectBytes(actual: Uint8Array, expected: Uint8Array): void {
  if (Buffer.compare(actual, expected) === 0) return;
  const at = expected.findIndex((byte, index) => byte !== actual[index]);
  expect.fail(`${actual.length} bytes differ from ${expected.length} at offset ${at === -1 ? expected.length : at}`);
}
