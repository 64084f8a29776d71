import { describe, expect, it } from 'vitest';
import { chooseDigesterFactory } from '../../../electron/engine/digest/backend.ts';
import type { DigesterFactory } from '../../../electron/engine/digest/digester.ts';
import {
  createLibcryptoDigesterFactory,
  LibcryptoDigester,
  type LibcryptoFunctions,
} from '../../../electron/engine/digest/libcryptoDigester.ts';
import { contextSize, isFreshContext } from '../../../electron/engine/digest/libcryptoState.ts';
import { createWasmDigesterFactory, WASM_BACKEND } from '../../../electron/engine/digest/wasmDigester.ts';
import { digesterSuite } from './digester.suite.ts';

async function native(): Promise<DigesterFactory> {
  const factory = await createLibcryptoDigesterFactory();
  if (factory === null) throw new Error('no libcrypto on this machine: install libssl3');
  return factory;
}

describe.runIf(process.platform === 'linux')('a digester over libcrypto', () => {
  digesterSuite(async () => [await native(), await createWasmDigesterFactory()]);

  it('names the library and its version', async () => {
    expect((await native()).backend).toMatch(/^OpenSSL \d+\.\d+\.\d+\w*$/);
  });

  it('takes the next library where one is missing, and none where all are', async () => {
    const found = await createLibcryptoDigesterFactory(['libcrypto.so.0', 'libcrypto.so.3', 'libcrypto.so.1.1']);
    expect(found?.backend).toBe((await native()).backend);
    expect(await createLibcryptoDigesterFactory(['libcrypto.so.0'])).toBeNull();
  });

  it('has the sizes of the public header', () => {
    expect([contextSize('sha256'), contextSize('sha384'), contextSize('sha512')]).toEqual([112, 216, 216]);
  });

  it('is refused when a fresh context looks different', () => {
    const context = new Uint8Array(contextSize('sha256'));
    expect(isFreshContext(context, 'sha256')).toBe(false);
    context[108] = 32;
    expect(isFreshContext(context, 'sha256')).toBe(true);
    context[104] = 1;
    expect(isFreshContext(context, 'sha256')).toBe(false);
  });
});

describe('a library that is not what it seems', () => {
  /** `openssl/sha.h` as it says: a context whose count of bytes in a digest stands at `position`. */
  const library = (position: number, returned = 1): LibcryptoFunctions => ({
    init: (context) => {
      new DataView(context.buffer).setUint32(position, 32, true);
      return returned;
    },
    update: () => returned,
    final: () => returned,
  });

  it('is refused when its context has another layout', () => {
    expect(new LibcryptoDigester('sha256', library(108)).length).toBe(0);
    expect(() => new LibcryptoDigester('sha256', library(100))).toThrow(
      expect.objectContaining({ code: 'INTERNAL', details: { reason: 'layout', algorithm: 'sha256' } }),
    );
  });

  it('is refused when it refuses', () => {
    expect(() => new LibcryptoDigester('sha256', library(108, 0))).toThrow(
      expect.objectContaining({ code: 'INTERNAL', details: { reason: 'libcrypto', returned: 0 } }),
    );
  });

  it('counts no byte that it did not take', () => {
    const digester = new LibcryptoDigester('sha256', { ...library(108), update: () => 0 });
    expect(() => digester.update(Buffer.from('abc'))).toThrow(expect.objectContaining({ code: 'INTERNAL' }));
    expect(digester.length).toBe(0);
  });
});

describe('the choice of a back end', () => {
  it('takes a native one that is right', async () => {
    const factory = await createWasmDigesterFactory();
    const chosen = await chooseDigesterFactory(async () => ({ ...factory, backend: 'native' }), 'auto');
    expect(chosen.backend).toBe('native');
  });

  it('takes hash-wasm when it is wanted, or nothing else is there', async () => {
    const factory = await createWasmDigesterFactory();
    expect((await chooseDigesterFactory(async () => ({ ...factory, backend: 'native' }), 'hash-wasm')).backend).toBe(
      WASM_BACKEND,
    );
    expect((await chooseDigesterFactory(async () => null, 'auto')).backend).toBe(WASM_BACKEND);
  });

  it('takes hash-wasm and says so when the native one lies, or cannot be loaded', async () => {
    const factory = await createWasmDigesterFactory();
    const lying: DigesterFactory = {
      backend: 'liar',
      create: async (algorithm) => {
        const digester = await factory.create(algorithm);
        // A library whose state belongs to another struct: fine until the first hand-over.
        return Object.create(digester, {
          algorithm: { value: algorithm },
          length: { get: () => digester.length },
          update: { value: (chunk: Uint8Array) => digester.update(chunk) },
          digest: { value: () => digester.digest() },
          reset: { value: () => digester.reset() },
          restoreState: { value: () => digester.reset() },
          saveState: { value: () => digester.saveState() },
        });
      },
    };
    expect((await chooseDigesterFactory(async () => lying, 'auto')).backend).toBe(
      `${WASM_BACKEND} (native refused: self-test)`,
    );
    const broken = (): Promise<never> => Promise.reject(new Error('no such file'));
    expect((await chooseDigesterFactory(broken, 'auto')).backend).toBe(`${WASM_BACKEND} (native refused: INTERNAL)`);
  });
});
