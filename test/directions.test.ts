import fs from 'node:fs';
import { expect, test } from 'vitest';
import { inProject } from '../scripts/lib/project.ts';
import { directionViolations } from './support/cssDirections.ts';

const sheets = fs
  .readdirSync(inProject('renderer'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.css'));

test('no style sheet names a side of the line', () => {
  expect(sheets.length).toBeGreaterThan(5);
  const found = sheets.flatMap((file) =>
    directionViolations(fs.readFileSync(inProject(`renderer/${file}`), 'utf8')).map((rule) => `${file}: ${rule}`),
  );
  expect(found).toEqual([]);
});

test.each([
  'a { margin-left: 1px }',
  'a { border-right: 1px solid red }',
  'a { left: 0 }',
  'a { float: left; }',
  'a { text-align: right }',
  'a { border-top-left-radius: 2px }',
  'a { inset: 0 auto 0 0 }',
  'a { padding: 1px 2px 1px 3px }',
  '@media print { a { right: 0 } }',
  'a { transform-origin: left }',
  'a { transform: translateX(3px) }',
])('finds what would be wrong from right to left: %s', (css) => {
  expect(directionViolations(css)).toHaveLength(1);
});

test.each([
  'a { margin-inline-start: 1px; text-align: end; float: inline-start }',
  'a { padding: 1px 2px 1px 2px; inset: 0; margin: 0 auto }',
  '/* left: */ a { top: 0 }',
  'a { transform: translateX(3px) } [dir="rtl"] a { transform: translateX(-3px) }',
])('finds nothing in what turns with the script: %s', (css) => {
  expect(directionViolations(css)).toEqual([]);
});
