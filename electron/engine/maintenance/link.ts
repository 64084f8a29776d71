import { type Digest, parseDigest } from '../../../shared/digest.ts';
import { orWhenRefused } from '../layers/orWhenRefused.ts';

/** More than any digest has, bytes: a longer link is none, and is not read into memory. */
export const LINK_BYTES_MAX = 1024;

/** What a link says; null when it is not exactly a digest, to the byte: a registry fails on anything else. */
export function parseLink(content: Uint8Array): Digest | null {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(content);
  return orWhenRefused('DIGEST_INVALID', () => parseDigest(text));
}
