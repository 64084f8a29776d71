import { readFile } from 'node:fs/promises';
import { createSHA256, createSHA512 } from 'hash-wasm';
import { describe, expect, it } from 'vitest';
import { createWasmDigesterFactory, WASM_BACKEND } from '../../../electron/engine/digest/wasmDigester.ts';
import { checkFreshWasmState, toWasmState } from '../../../electron/engine/digest/wasmState.ts';
import { referenceState } from '../../support/referenceSha2.ts';
import { digesterSuite } from './digester.suite.ts';

describe('a digester over hash-wasm', () => {
  digesterSuite(async () => [await createWasmDigesterFactory(), await createWasmDigesterFactory()]);

  it('names the version that is installed', async () => {
    const manifest: unknown = JSON.parse(await readFile('node_modules/hash-wasm/package.json', 'utf8'));
    expect(manifest).toHaveProperty('version', WASM_BACKEND.replace('hash-wasm ', ''));
  });

  it('refuses a library that lays out its states in another way', () => {
    const digestLength = 4 + 64 + 8 + 32;
    const fresh = new Uint8Array(digestLength + 8);
    fresh[digestLength] = 32;
    expect(() => checkFreshWasmState(fresh, 'sha256')).not.toThrow();
    expect(() => checkFreshWasmState(fresh, 'sha512')).toThrow(expect.objectContaining({ code: 'INTERNAL' }));
    expect(() => checkFreshWasmState(fresh.subarray(4), 'sha256')).toThrow(
      expect.objectContaining({ code: 'INTERNAL', details: { algorithm: 'sha256', bytes: fresh.length - 4 } }),
    );
    fresh[4 + 64] = 1;
    expect(() => checkFreshWasmState(fresh, 'sha256')).toThrow(expect.objectContaining({ code: 'INTERNAL' }));
  });

  it('tells sha384 and sha512 apart, whose states are of one size', async () => {
    const fresh = (await createSHA512()).init().save();
    expect(() => checkFreshWasmState(fresh, 'sha512')).not.toThrow();
    expect(() => checkFreshWasmState(fresh, 'sha384')).toThrow(expect.objectContaining({ code: 'INTERNAL' }));
  });

  it('puts a state back over nothing that an earlier one has left', async () => {
    const fresh = (await createSHA256()).init().save();
    const template = Uint8Array.from(fresh);
    const state = { ...referenceState('sha256'), tail: new Uint8Array(63).fill(7), length: 63 };
    const put = toWasmState(state, fresh);
    expect(fresh).toEqual(template);
    expect(put).not.toEqual(template);
  });
});
