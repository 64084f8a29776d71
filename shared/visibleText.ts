/**
 * Characters that are invisible or that reorder or hide their neighbours: controls (newline, escape), bidirectional
 * marks and overrides, line separators, zero-width characters. The joiner that holds emoji together is not among them.
 */
const DECEIVING = /[\p{Cc}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]/gu;

/**
 * Shows untrusted text on one line as what it is: every deceiving character becomes its code, e.g. `[U+202E]`, which
 * needs no special font. Emoji and right-to-left letters stay.
 */
export function visibleText(text: string): string {
  return text.replace(DECEIVING, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`;
  });
}
