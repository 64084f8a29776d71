import { type ErrorCode, hasCode } from '../../../shared/errors.ts';

/** What `parse` makes of something, or null when it refuses it with `code`. Any other failure is a defect, and thrown. */
export function orWhenRefused<T>(code: ErrorCode, parse: () => T): T | null {
  try {
    return parse();
  } catch (error) {
    if (hasCode(error, code)) return null;
    throw error;
  }
}

/** What `parse` makes of a text, or undefined for what is no text or what it refuses with `code`. */
export function tryParse<T>(raw: unknown, parse: (text: string) => T, code: ErrorCode): T | undefined {
  if (typeof raw !== 'string') return undefined;
  return orWhenRefused(code, () => parse(raw)) ?? undefined;
}
