import { describe, expect, it } from 'vitest';
import { libcryptoLayout } from '../../../electron/engine/digest/contextLayout.ts';
import type { DigesterFactory } from '../../../electron/engine/digest/digester.ts';
import { createNativeDigesterFactory, type NativeFunctions } from '../../../electron/engine/digest/nativeDigester.ts';
import { commonCrypto, loadLibcrypto } from '../../../electron/engine/digest/nativeLibraries.ts';
import { createWasmDigesterFactory } from '../../../electron/engine/digest/wasmDigester.ts';
import { commonCryptoByHeader } from '../../support/commonCryptoByHeader.ts';
import { digesterSuite } from './digester.suite.ts';

describe.runIf(process.platform === 'linux')('a digester over libcrypto', () => {
  const native = async (): Promise<DigesterFactory> => {
    const library = await loadLibcrypto();
    if (library === null) throw new Error('no libcrypto on this machine: install libssl3');
    return createNativeDigesterFactory(library);
  };

  digesterSuite(async () => [await native(), await createWasmDigesterFactory()]);

  it('names the library and its version', async () => {
    expect((await native()).backend).toMatch(/^OpenSSL \d+\.\d+\.\d+\w*$/);
  });

  it('has the sizes of the public header', () => {
    const sizes = (['sha256', 'sha384', 'sha512'] as const).map((algorithm) => libcryptoLayout(algorithm).size);
    expect(sizes).toEqual([112, 216, 216]);
  });
});

describe.each(['bits', 'bytes'] as const)('a digester over CommonCrypto that counts %s', (unit) => {
  digesterSuite(async () => [
    createNativeDigesterFactory(commonCrypto(await commonCryptoByHeader(unit))),
    await createWasmDigesterFactory(),
  ]);
});

describe('a library that is not what it seems', () => {
  /** As `openssl/sha.h` says, but that a fresh context holds the digest's length at `position`. */
  const digesters = (position: number, returned: Readonly<Record<'init' | 'update', number>>): DigesterFactory => {
    const functions: NativeFunctions = {
      init: (context) => {
        new DataView(context.buffer).setUint32(position, 32, true);
        return returned.init;
      },
      update: () => returned.update,
      final: () => 1,
    };
    const all = { sha256: functions, sha384: functions, sha512: functions };
    return createNativeDigesterFactory({ name: 'strange', functions: all, layout: libcryptoLayout });
  };
  const sound = { init: 1, update: 1 };

  it('is refused when its context has another layout', async () => {
    expect((await digesters(108, sound).create('sha256')).length).toBe(0);
    await expect(digesters(100, sound).create('sha256')).rejects.toMatchObject({
      code: 'INTERNAL',
      details: { reason: 'layout', algorithm: 'sha256' },
    });
  });

  it('is refused when it refuses', async () => {
    await expect(digesters(108, { ...sound, init: 0 }).create('sha256')).rejects.toMatchObject({
      code: 'INTERNAL',
      details: { reason: 'native', returned: 0 },
    });
  });

  it('counts no byte that it did not take', async () => {
    const digester = await digesters(108, { ...sound, update: 0 }).create('sha256');
    expect(() => digester.update(Buffer.from('abc'))).toThrow(expect.objectContaining({ code: 'INTERNAL' }));
    expect(digester.length).toBe(0);
  });

  it('is looked for under the next name where one is missing, and is none where all are', async () => {
    const found = await loadLibcrypto(['libcrypto.so.0', 'libcrypto.so.3', 'libcrypto.so.1.1']);
    expect(found?.name).toMatch(/^OpenSSL/);
    expect(await loadLibcrypto(['libcrypto.so.0'])).toBeNull();
  });
});
