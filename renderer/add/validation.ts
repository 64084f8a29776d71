import { type Digest, parseDigest } from '../../shared/digest.ts';
import { toErrorInfo } from '../../shared/errors.ts';
import type { ErrorWords } from '../../shared/errorWords.ts';
import { parseRepositoryName, type RepositoryName } from '../../shared/names.ts';
import { en } from '../strings/en.ts';

/** A value that parsed, or what to say about it. */
export type Checked<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly words: ErrorWords };

function check<T>(parse: () => T): Checked<T> {
  try {
    return { ok: true, value: parse() };
  } catch (error) {
    return { ok: false, words: en.explain(toErrorInfo(error)) };
  }
}

export function checkRepository(text: string): Checked<RepositoryName> {
  return check(() => parseRepositoryName(text.trim()));
}

const ALGORITHM_OF_LENGTH: Readonly<Record<number, string>> = { 64: 'sha256', 96: 'sha384', 128: 'sha512' };

/** Takes the digest out of a pasted line of a checksum file, and names its algorithm where only its length does. */
export function tidyDigest(text: string): string {
  const first = text.trim().split(/\s+/, 1)[0] ?? '';
  const algorithm = /^[0-9a-fA-F]+$/.test(first) ? ALGORITHM_OF_LENGTH[first.length] : undefined;
  return algorithm === undefined ? first : `${algorithm}:${first}`;
}

/** An empty text is no digest, which is fine. */
export function checkDigest(text: string): Checked<Digest | null> {
  const tidy = text === '' ? '' : tidyDigest(text);
  return tidy === '' ? { ok: true, value: null } : check(() => parseDigest(tidy));
}

/** What is wrong with a text, as one line; null while it is fine. */
export function problemOf(checked: Checked<unknown>): string | null {
  return checked.ok ? null : `${checked.words.title}. ${checked.words.remedy}`;
}
