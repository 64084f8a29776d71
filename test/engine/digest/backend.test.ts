import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  BACKEND_VARIABLE,
  chooseDigesterFactory,
  loadDigesterFactory,
} from '../../../electron/engine/digest/backend.ts';
import type { NativeLibrary } from '../../../electron/engine/digest/nativeDigester.ts';
import { commonCrypto, loadLibcrypto } from '../../../electron/engine/digest/nativeLibraries.ts';
import { WASM_BACKEND } from '../../../electron/engine/digest/wasmDigester.ts';
import type { BACKEND_CHOICES } from '../../../shared/settings.ts';
import { commonCryptoByHeader } from '../../support/commonCryptoByHeader.ts';
import { tempDir } from '../../support/tempDir.ts';

/** The name of the back end that hashes when `library` is what the system has. */
async function chosen(library: NativeLibrary | null, wanted: (typeof BACKEND_CHOICES)[number] = 'auto') {
  return (await chooseDigesterFactory(async () => library, wanted)).backend;
}

describe('the choice of a back end', () => {
  it('takes a native one that is right, unless hash-wasm is wanted', async () => {
    const library = commonCrypto(await commonCryptoByHeader('bits'));
    expect(await chosen(library)).toBe('CommonCrypto');
    expect(await chosen(library, 'native')).toBe('CommonCrypto');
    expect(await chosen(library, 'hash-wasm')).toBe(WASM_BACKEND);
  });

  it('takes hash-wasm where there is no native one, and says so to whom asked for it', async () => {
    expect(await chosen(null)).toBe(WASM_BACKEND);
    expect(await chosen(null, 'native')).toBe(`${WASM_BACKEND} (no native library)`);
  });

  it.each(['auto', 'native'] as const)(
    'takes hash-wasm when the native one cannot be loaded, as %s',
    async (wanted) => {
      const broken = (): Promise<never> => Promise.reject(new Error('no such file'));
      expect((await chooseDigesterFactory(broken, wanted)).backend).toBe(`${WASM_BACKEND} (native refused: INTERNAL)`);
    },
  );

  it('takes hash-wasm when a count counts neither bits nor bytes', async () => {
    const functions = await commonCryptoByHeader('bits');
    const silent = { ...functions.sha256, update: () => 1 };
    expect(await chosen(commonCrypto({ ...functions, sha256: silent }))).toBe(
      `${WASM_BACKEND} (native refused: layout)`,
    );
  });

  it('takes hash-wasm when a state does not survive its hand-over', async () => {
    const functions = await commonCryptoByHeader('bits');
    const honest = commonCrypto(functions);
    // Words and block fit, the tail is looked for a byte too far.
    const shifted: NativeLibrary = {
      ...honest,
      layout: (algorithm) => ({ ...honest.layout(algorithm), block: honest.layout(algorithm).block + 1, size: 400 }),
    };
    expect(await chosen(shifted)).toBe(`${WASM_BACKEND} (native refused: self-test)`);
  });
});

describe('the variable of the environment', () => {
  afterEach(() => {
    delete process.env[BACKEND_VARIABLE];
  });

  it('comes before what a caller wants, when it names a choice', async () => {
    process.env[BACKEND_VARIABLE] = 'hash-wasm';
    expect((await loadDigesterFactory('native')).backend).toBe(WASM_BACKEND);
    process.env[BACKEND_VARIABLE] = 'nonsense';
    expect((await loadDigesterFactory('hash-wasm')).backend).toBe(WASM_BACKEND);
  });
});

describe.runIf(process.platform === 'linux')('a libcrypto that lies', () => {
  let real: NativeLibrary;

  beforeAll(async () => {
    const library = await loadLibcrypto();
    if (library === null) throw new Error('no libcrypto on this machine: install libssl3');
    real = library;
  });

  it('is refused when one bit of its constants is another', async () => {
    await using dir = await tempDir();
    const bytes = await readFile(await whereLoaded('libcrypto.so'));
    // The first round constants of SHA-256 (FIPS 180-4, 4.2.2), as they lie in the library.
    const constants = Buffer.from('982f8a4291443771cffbc0b5a5dbb5e9', 'hex');
    let found = 0;
    for (let at = bytes.indexOf(constants); at >= 0; at = bytes.indexOf(constants, at + 1)) {
      bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
      found += 1;
    }
    expect(found).toBeGreaterThan(0);
    const file = path.join(dir.path, 'libcrypto.so.3');
    await writeFile(file, bytes);
    const lying = await loadLibcrypto([file]);
    expect(lying?.name).toBe(real.name);
    expect(await chosen(lying)).toBe(`${WASM_BACKEND} (native refused: self-test)`);
  });

  it('is refused when it lacks a function', async () => {
    const stranger = await whereLoaded('koffi.node');
    const { backend } = await chooseDigesterFactory(() => loadLibcrypto([stranger]), 'auto');
    expect(backend).toBe(`${WASM_BACKEND} (native refused: INTERNAL)`);
  });

  it('is refused when its contexts belong to another digest', async () => {
    const { sha384, sha512 } = real.functions;
    const swapped = { ...real, functions: { ...real.functions, sha384: sha512, sha512: sha384 } };
    expect(await chosen(swapped)).toBe(`${WASM_BACKEND} (native refused: layout)`);
  });
});

/** The path of a library that this process has loaded (proc(5)). */
async function whereLoaded(part: string): Promise<string> {
  const maps = await readFile('/proc/self/maps', 'utf8');
  const line = maps.split('\n').find((entry) => entry.includes(part));
  if (line === undefined) throw new Error(`${part} is not loaded`);
  return line.slice(line.indexOf('/'));
}
