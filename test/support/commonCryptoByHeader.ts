import type { Digester } from '../../electron/engine/digest/digester.ts';
import type { NativeFunctions, NativeLibrary } from '../../electron/engine/digest/nativeDigester.ts';
import { createWasmDigesterFactory } from '../../electron/engine/digest/wasmDigester.ts';
import type { Algorithm } from '../../shared/digest.ts';
import { referenceState } from './referenceSha2.ts';

/**
 * The functions of Apple's CommonCrypto as `CommonCrypto/CommonDigest.h` describes them, for systems that have none:
 * everything that they know lies in the caller's context, `{ count[2]; hash[8]; wbuf[16] }` in words of 32 or 64 bits.
 */
export async function commonCryptoByHeader(unit: 'bits' | 'bytes'): Promise<NativeLibrary['functions']> {
  const { create } = await createWasmDigesterFactory();
  const functions = async (algorithm: Algorithm): Promise<NativeFunctions> => {
    const digester = await create(algorithm);
    const context = algorithm === 'sha256' ? words32(unit) : words64(unit);
    return {
      init: (bytes) => {
        // wbuf is left as it was: nobody promises more.
        context.write(bytes, referenceState(algorithm).words, 0n);
        return 1;
      },
      update: (bytes, chunk, length) => {
        load(digester, bytes, context);
        digester.update(chunk.subarray(0, length));
        const { words, tail } = digester.saveState();
        context.write(bytes, words, BigInt(digester.length));
        bytes.set(tail, context.block);
        return 1;
      },
      final: (digest, bytes) => {
        load(digester, bytes, context);
        digest.set(Buffer.from(digester.digest().slice(algorithm.length + 1), 'hex'));
        return 1;
      },
    };
  };
  return { sha256: await functions('sha256'), sha384: await functions('sha384'), sha512: await functions('sha512') };
}

interface Context {
  /** Where the block begins, and how many bytes it has. */
  readonly block: number;
  readonly blockBytes: number;
  write(bytes: Uint8Array, words: readonly bigint[], length: bigint): void;
  read(bytes: Uint8Array): { readonly words: readonly bigint[]; readonly length: number };
}

function load(digester: Digester, bytes: Uint8Array, context: Context): void {
  const { words, length } = context.read(bytes);
  const tail = bytes.slice(context.block, context.block + (length % context.blockBytes));
  digester.restoreState({ algorithm: digester.algorithm, words, tail, length });
}

const scaleOf = (unit: 'bits' | 'bytes'): bigint => (unit === 'bits' ? 8n : 1n);

function words32(unit: 'bits' | 'bytes'): Context {
  const of = (bytes: Uint8Array): Uint32Array => new Uint32Array(bytes.buffer, bytes.byteOffset, 26);
  return {
    block: 40,
    blockBytes: 64,
    write: (bytes, words, length) => {
      const count = length * scaleOf(unit);
      of(bytes).set([Number(count & 0xffff_ffffn), Number(count >> 32n), ...words.map(Number)]);
    },
    read: (bytes) => {
      const [low = 0, high = 0, ...words] = of(bytes).subarray(0, 10);
      return { words: words.map(BigInt), length: Number(((BigInt(high) << 32n) | BigInt(low)) / scaleOf(unit)) };
    },
  };
}

function words64(unit: 'bits' | 'bytes'): Context {
  const of = (bytes: Uint8Array): BigUint64Array => new BigUint64Array(bytes.buffer, bytes.byteOffset, 26);
  return {
    block: 80,
    blockBytes: 128,
    write: (bytes, words, length) => of(bytes).set([length * scaleOf(unit), 0n, ...words]),
    read: (bytes) => {
      const [low = 0n, , ...words] = of(bytes).subarray(0, 10);
      return { words, length: Number(low / scaleOf(unit)) };
    },
  };
}
