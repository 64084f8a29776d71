import { createCipheriv } from 'node:crypto';

/**
 * Pseudo-random bytes that depend on `seed` and nothing else, for content that must not compress, repeat or be
 * mistaken for other content: the key stream of AES-128 in counter mode, which costs about as much as copying.
 */
export function seededBytes(seed: number, length: number): Uint8Array {
  const key = Buffer.alloc(16);
  key.writeDoubleBE(seed);
  const stream = createCipheriv('aes-128-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(length));
  return new Uint8Array(stream.buffer, stream.byteOffset, stream.length);
}
