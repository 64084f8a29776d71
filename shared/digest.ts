import type { Brand } from './brand.ts';
import { LayerliftError } from './errors.ts';

/** `<algorithm>:<hex>`, lower case, of the right length: the content address of a blob. */
export type Digest = Brand<string, 'Digest'>;

/** The algorithms that the registry accepts, with the length of their digest in bytes. */
export const DIGEST_SIZES = { sha256: 32, sha384: 48, sha512: 64 } as const;

export type Algorithm = keyof typeof DIGEST_SIZES;

export const ALGORITHMS = Object.keys(DIGEST_SIZES) as readonly Algorithm[];

/** The algorithm under which every blob is stored; digests of other algorithms are links to it. */
export const CANONICAL_ALGORITHM: Algorithm = 'sha256';

export function isAlgorithm(text: string): text is Algorithm {
  return Object.hasOwn(DIGEST_SIZES, text);
}

/**
 * Parses a digest as go-digest 1.0 does: known algorithm, lower-case hex, exact length.
 * @throws LayerliftError `DIGEST_INVALID` with `reason`: `form`, `algorithm`, `case`, `length` or `characters`.
 */
export function parseDigest(text: string): Digest {
  const refuse = (reason: string): never => {
    throw new LayerliftError('DIGEST_INVALID', `not a digest (${reason})`, { reason, text: text.slice(0, 200) });
  };
  const colon = text.indexOf(':');
  if (colon < 1) return refuse('form');
  const algorithm = text.slice(0, colon);
  const hex = text.slice(colon + 1);
  if (!isAlgorithm(algorithm)) return refuse(isAlgorithm(algorithm.toLowerCase()) ? 'case' : 'algorithm');
  if (hex.length !== DIGEST_SIZES[algorithm] * 2) return refuse('length');
  if (!/^[0-9a-f]+$/.test(hex)) return refuse(/^[0-9a-fA-F]+$/.test(hex) ? 'case' : 'characters');
  return text as Digest;
}

/** Makes the digest of `algorithm` from its raw bytes. */
export function digestFromBytes(algorithm: Algorithm, bytes: Uint8Array): Digest {
  let hex = '';
  for (const byte of bytes) hex += byte.toString(16).padStart(2, '0');
  return parseDigest(`${algorithm}:${hex}`);
}

export function algorithmOf(digest: Digest): Algorithm {
  return digest.slice(0, digest.indexOf(':')) as Algorithm;
}

export function hexOf(digest: Digest): string {
  return digest.slice(digest.indexOf(':') + 1);
}

/** The digest of zero bytes, which the registry stores like any other. */
export const EMPTY_DIGEST = parseDigest('sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
