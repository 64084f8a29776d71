import { type Algorithm, parseDigest } from '../../../shared/digest.ts';
import type { HashState } from './digester.ts';
import { SHA2_SHAPES, WORD_COUNT } from './sha2.ts';

const SHORT = 'abc';
const TWO_BLOCKS_OF_64 = 'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq';
const TWO_BLOCKS_OF_128 =
  'abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu';

const answer = (message: string, digest: string) => ({ message, digest: parseDigest(digest) });

/** Messages whose digests NIST publishes (Cryptographic Standards and Guidelines, examples with intermediate values). */
export const KNOWN_ANSWERS = {
  sha256: [
    answer('', 'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
    answer(SHORT, 'sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'),
    answer(TWO_BLOCKS_OF_64, 'sha256:248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1'),
  ],
  sha384: [
    answer(
      '',
      'sha384:38b060a751ac96384cd9327eb1b1e36a21fdb71114be07434c0cc7bf63f6e1da274edebfe76f65fbd51ad2f14898b95b',
    ),
    answer(
      SHORT,
      'sha384:cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7',
    ),
    answer(
      TWO_BLOCKS_OF_128,
      'sha384:09330c33f71147e83d192fc782cd1b4753111b173b3b05d22fa08086e3b0f712fcc7c71a557e2db966c3e9fa91746039',
    ),
  ],
  sha512: [
    answer(
      '',
      'sha512:cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e',
    ),
    answer(
      SHORT,
      'sha512:ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
    ),
    answer(
      TWO_BLOCKS_OF_128,
      'sha512:8e959b75dae313da8cf4f72814fc143f8f7779c6eb9f7fa17299aeadb6889018501d289e4900f7e4331b99dec4b5433ac7d329eeb6dd26545e96e55b874be909',
    ),
  ],
} as const satisfies Record<Algorithm, readonly unknown[]>;

/**
 * A state near the longest length that a number can hold, with a tail that leaves no room for the padding: whoever
 * counts in 32 bits, or in bits, gets its digest wrong. No message leads here; the digests were computed by FIPS 180-4
 * with unbounded integers (`test/support/referenceSha2.ts`).
 */
export function longState(algorithm: Algorithm): HashState {
  const length = Number.MAX_SAFE_INTEGER - 128;
  return {
    algorithm,
    words: Array.from({ length: WORD_COUNT }, (_, index) => BigInt(index + 1)),
    tail: Uint8Array.from({ length: length % SHA2_SHAPES[algorithm].blockBytes }, (_, index) => index),
    length,
  };
}

/** What is hashed after `longState`, and the digests of both. */
export const AFTER_LONG_STATE = SHORT;
export const LONG_STATE_DIGESTS = {
  sha256: parseDigest('sha256:d056b909e992c7338ddd29d1432776b1524151e0c27824a2e7e6a353b71d8ba0'),
  sha384: parseDigest(
    'sha384:0a711bc3ea4a43322bcc76d39afac077f1af486ed1df0bb346ddd298a939fa4a10b23b977bfd16d2cc9d73e18719da89',
  ),
  sha512: parseDigest(
    'sha512:0a711bc3ea4a43322bcc76d39afac077f1af486ed1df0bb346ddd298a939fa4a10b23b977bfd16d2cc9d73e18719da896bf6a5bcf745b0c9aa51d7f88bff91d4',
  ),
} as const satisfies Record<Algorithm, unknown>;
