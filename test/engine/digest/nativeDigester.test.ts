import { describe, expect, it } from 'vitest';
import { libcryptoLayout } from '../../../electron/engine/digest/contextLayout.ts';
import type { DigesterFactory } from '../../../electron/engine/digest/digester.ts';
import { createNativeDigesterFactory } from '../../../electron/engine/digest/nativeDigester.ts';
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
    expect((await native()).backend).toMatch(/^OpenSSL \d+\.\d+\.\d+/);
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
