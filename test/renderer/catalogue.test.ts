import { afterEach, describe, expect, test } from 'vitest';
import { german } from '../../renderer/strings/de.ts';
import { en, english, speak } from '../../renderer/strings/en.ts';

afterEach(() => speak('en'));

/** Every fixed text with its place: `uploads.actions.pause`. */
function textsOf(catalogue: object, place = ''): [string, string][] {
  return Object.entries(catalogue).flatMap(([key, value]): [string, string][] => {
    const at = place === '' ? key : `${place}.${key}`;
    if (typeof value === 'string') return [[at, value]];
    return typeof value === 'object' && value !== null ? textsOf(value, at) : [];
  });
}

/** Words that are the same in both languages. */
const SAME = [
  'Blob',
  'hash-wasm',
  's',
  'Desktop',
  'Zoom',
  'Checkpoint',
  'Checkpoints',
  'Digest',
  'Repository',
  'Store',
  'System',
  'Uploads',
  'MB/s',
  'Layer',
  'Config',
  'Stores',
  'Name',
  'Registry',
  'Layerlift',
  'Digests',
  'Electron',
  'Chromium',
  'Node',
  'Updates',
  '→',
  'library/ubuntu',
  'sha256:…',
  '',
];

describe('German', () => {
  const german_ = new Map(textsOf(german));

  test('has a text of its own for every English one', () => {
    const same = textsOf(english).filter(([place, text]) => german_.get(place) === text && !SAME.includes(text));
    expect(same).toEqual([]);
  });

  test('writes quotes and ellipses as German does', () => {
    for (const [place, text] of german_) {
      expect(text, place).not.toMatch(/[“][^„]*[”]|"|\w…/);
      expect(text, place).not.toMatch(/\b(?:du|dein|dir|euch)\b/i);
    }
    expect(german.uploads.nothing.query('x')).toContain('„x“');
  });

  test('writes numbers, sizes and times as German does', () => {
    const { uploads, inspector, shell, explain } = german;
    expect(uploads.part(18.62e9, 40e9)).toBe('18,62 von 40,00 GB');
    expect(uploads.left(400)).toBe('noch unter 1 s');
    expect(uploads.left(3 * 86_400_000)).toBe('noch 3 Tage');
    expect(inspector.folder.ago(3 * 86_400_000)).toBe('vor 3 Tagen');
    expect(inspector.numbers.bytes(18_612_224)).toBe('18.612.224 B');
    expect(shell.history.moment(Date.UTC(2026, 10, 19, 12))).toMatch(/^19\. Nov\.,? \d\d:00$/);
    expect(explain({ code: 'DISK_FULL', details: { needed: 4.25e9 } }).remedy).toContain('4,3 GB');
  });

  test('tells one from many', () => {
    expect(german.add.leftOut(1)).toContain('1 Datei wird');
    expect(german.add.leftOut(1200)).toContain('1.200 Dateien werden');
  });
});

describe('the catalogue in use', () => {
  test('changes its language at once, also where a part of it was kept', () => {
    const words = en.uploads.actions;
    expect(words.pause).toBe('Pause');
    speak('de');
    expect(words.pause).toBe('Pausieren');
    expect(en.uploads.part(1e9, 2e9)).toBe('1,00 von 2,00 GB');
    expect(en.shell.empty.steps[0]?.title).toBe('Ein Durchgang');
    speak('en');
    expect(words.pause).toBe('Pause');
  });

  test('has every text of the catalogue that it speaks for', () => {
    expect(textsOf(en)).toEqual(textsOf(english));
  });
});
