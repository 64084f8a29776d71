import { type Digest, parseDigest } from '../../../shared/digest.ts';
import { hasCode } from '../../../shared/errors.ts';

/** More than any digest has, bytes: a longer link is none, and is not read into memory. */
export const LINK_BYTES_MAX = 1024;

/** What a link says; null when it is not exactly a digest, to the byte: a registry fails on anything else. */
export function parseLink(content: Uint8Array): Digest | null {
  try {
    return parseDigest(new TextDecoder('utf-8', { ignoreBOM: true }).decode(content));
  } catch (error) {
    if (hasCode(error, 'DIGEST_INVALID')) return null;
    throw error;
  }
}
