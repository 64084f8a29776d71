import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { createWasmDigesterFactory, WASM_BACKEND } from '../../../electron/engine/digest/wasmDigester.ts';
import { checkFreshWasmState } from '../../../electron/engine/digest/wasmState.ts';
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
      expect.objectContaining({ code: 'INTERNAL' }),
    );
    fresh[4 + 64] = 1;
    expect(() => checkFreshWasmState(fresh, 'sha256')).toThrow(expect.objectContaining({ code: 'INTERNAL' }));
  });
});
