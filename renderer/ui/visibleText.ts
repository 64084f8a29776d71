/** Invisible characters that reorder or hide text: bidirectional controls, separators, zero-width characters. */
const DECEIVING = /[\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]/gu;
// Built from code points: a control character in a literal would be invisible here too.
const CONTROL = new RegExp(
  `[${String.fromCodePoint(0)}-${String.fromCodePoint(0x1f)}${String.fromCodePoint(0x7f)}-${String.fromCodePoint(0x9f)}]`,
  'gu',
);

function codePoint(character: string): number {
  return character.codePointAt(0) ?? 0;
}

/**
 * Shows untrusted text on one line as what it is: control characters become their pictures (`␊`), characters that
 * would reorder or hide its neighbours become their code (`[U+202E]`). Emoji and right-to-left letters stay.
 */
export function visibleText(text: string): string {
  return text
    .replace(CONTROL, (character) => {
      const code = codePoint(character);
      if (code === 0x7f) return '␡';
      return code < 0x20
        ? String.fromCodePoint(0x2400 + code)
        : `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`;
    })
    .replace(DECEIVING, (character) => `[U+${codePoint(character).toString(16).toUpperCase().padStart(4, '0')}]`);
}
