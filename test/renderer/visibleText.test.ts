import { expect, test } from 'vitest';
import { visibleText } from '../../renderer/ui/visibleText.ts';

test('control and deceiving characters are shown as their codes', () => {
  expect(visibleText('a\nb\u0000\u007f\u0085')).toBe('a[U+000A]b[U+0000][U+007F][U+0085]');
  expect(visibleText('\u202egnp.rat\u2066')).toBe('[U+202E]gnp.rat[U+2066]');
  expect(visibleText('zero\u200bwidth\ufeff')).toBe('zero[U+200B]width[U+FEFF]');
});

test('honest text stays as it is', () => {
  for (const text of ['plain  spaces.tar', 'טבלה.tar', '👩‍🚀.tar', 'naïve “quotes”.tar']) {
    expect(visibleText(text)).toBe(text);
  }
});
