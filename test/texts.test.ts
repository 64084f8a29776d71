import fs from 'node:fs';
import { describe, expect, test } from 'vitest';
import { inProject } from '../scripts/lib/project.ts';
import { hardCodedTexts } from './support/hardCodedText.ts';
import { importsOf } from './support/importsOf.ts';

describe('the window', () => {
  const modules = fs
    .readdirSync(inProject('renderer'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !file.startsWith('strings'))
    .map((file) => ({ file, source: fs.readFileSync(inProject(`renderer/${file}`), 'utf8') }));

  test('says nothing past the catalogue', () => {
    expect(modules.length).toBeGreaterThan(50);
    const found = modules.flatMap(({ file, source }) => hardCodedTexts(file, source).map((text) => `${file}: ${text}`));
    expect(found).toEqual([]);
  });

  test('takes words from the catalogue in use only', () => {
    const ofOneLanguage = /strings\/(?:en\/|de|plural)|errorWords\.de/;
    const found = modules.flatMap(({ file, source }) =>
      importsOf(file, source)
        .filter(({ specifier = '' }) => ofOneLanguage.test(specifier))
        .map(({ specifier }) => `${file}: ${specifier}`),
    );
    const explaining = modules.filter(({ source }) => /import \{[^}]*\bexplain\b[^}]*\} from/.test(source));
    const formatting = modules.filter(({ source }) => /import \{[^}]*\bformat[A-Z][^}]*\} from/.test(source));
    expect([...found, ...explaining, ...formatting]).toEqual([]);
  });

  test.each(['<p>Hello there</p>', '<a title="Hello" />', '<p>{x} of them</p>'])('is seen to say %s', (source) => {
    expect(hardCodedTexts('a.tsx', `const a = ${source};`)).toHaveLength(1);
  });
});
