import { expect, test } from 'vitest';
import { languageFor } from '../../shared/language.ts';

test.each([
  ['system', ['de-AT', 'en'], 'de'],
  ['system', ['fr-FR', 'de', 'en'], 'de'],
  ['system', ['EN_us'], 'en'],
  ['system', ['fr-FR'], 'en'],
  ['system', ['den'], 'en'],
  ['system', [], 'en'],
  ['de', ['en'], 'de'],
  ['en', ['de'], 'en'],
] as const)('the choice %s on a system that speaks %j is %s', (choice, preferred, language) => {
  expect(languageFor(choice, preferred)).toBe(language);
});
