import { describe, expect, test } from 'vitest';
import { noteOf } from '../../renderer/add/CandidateRow.tsx';
import { type Draft, requestOf, shownCandidates } from '../../renderer/add/draft.ts';
import { checkDigest, checkRepository, tidyDigest } from '../../renderer/add/validation.ts';
import { candidate, digestOf, errorInfo, idOf } from './harness/fixtures.ts';

const draft: Draft = {
  repository: 'library/ubuntu',
  finishBySelf: true,
  dropped: new Set(),
  digests: new Map(),
  repositories: new Map(),
  outcomes: new Map(),
};
const good = candidate('a');
const found = candidate('b', { digest: { value: digestOf('1'), from: 'b.tar.sha256' } });
const folder = candidate('c', { size: null, error: errorInfo('SOURCE_NOT_A_FILE', { kind: 'folder' }) });
const again = candidate('d', { duplicateOf: idOf(1) });

describe('requestOf', () => {
  test('takes usable files with the digests that were found or typed', () => {
    const typed = { ...draft, digests: new Map([['a', ` ${digestOf('2')}  a.tar\n`]]) };
    expect(requestOf([good, found, folder, again], typed)).toEqual({
      repository: 'library/ubuntu',
      finishBySelf: true,
      items: [
        { token: 'a', digest: digestOf('2'), repository: null },
        { token: 'b', digest: digestOf('1'), repository: null },
      ],
    });
  });

  test('a digest that was found can be taken away', () => {
    expect(requestOf([found], { ...draft, digests: new Map([['b', '']]) })?.items).toEqual([
      { token: 'b', digest: null, repository: null },
    ]);
  });

  test('a file may go to a repository of its own', () => {
    const repositories = new Map([
      ['a', ' games/assets '],
      ['b', '  '],
    ]);
    const items = requestOf([good, found], { ...draft, repositories })?.items;
    expect(items?.map(({ repository }) => repository)).toEqual(['games/assets', null]);
    expect(requestOf([good], { ...draft, repositories: new Map([['a', 'Games']]) })).toBeNull();
  });

  test('is null while something has to be corrected', () => {
    expect(requestOf([good], { ...draft, repository: 'Library' })).toBeNull();
    expect(requestOf([good], { ...draft, digests: new Map([['a', 'sha256:short']]) })).toBeNull();
    expect(requestOf([folder, again], draft)).toBeNull();
  });
});

describe('shownCandidates', () => {
  test('puts what is left out last, and leaves out what was dropped or added', () => {
    expect(shownCandidates([folder, good, again, found], draft)).toEqual([good, found, folder, again]);
    const outcomes = new Map([['a', { token: 'a', id: idOf(9), error: null }]]);
    expect(shownCandidates([good, found], { ...draft, outcomes, dropped: new Set(['b']) })).toEqual([]);
  });
});

describe('noteOf', () => {
  test('says why a file is left out or what it is checked by', () => {
    expect(noteOf(folder, draft)).toEqual({ text: 'This is a folder, not a file', tone: 'bad' });
    expect(noteOf(again, draft)).toEqual({ text: 'already in the list', tone: 'bad' });
    expect(noteOf(found, draft)).toEqual({ text: 'digest from b.tar.sha256', tone: 'good' });
    expect(noteOf(good, draft)).toEqual({ text: 'no digest given', tone: 'plain' });
    expect(noteOf(good, { ...draft, digests: new Map([['a', 'x']]) }).tone).toBe('bad');
    expect(noteOf(good, { ...draft, digests: new Map([['a', digestOf('3')]]) }).text).toBe('digest given');
  });

  test('a refusal of a first try takes precedence', () => {
    const outcomes = new Map([['a', { token: 'a', id: null, error: errorInfo('SOURCE_UNREADABLE') }]]);
    expect(noteOf(good, { ...draft, outcomes }).text).toBe('The source cannot be read');
  });
});

describe('tidyDigest', () => {
  const hex = 'ab'.repeat(32);
  test('takes the digest out of a line of a checksum file', () => {
    expect(tidyDigest(`${hex}  layer.tar`)).toBe(`sha256:${hex}`);
    expect(tidyDigest(`  sha256:${hex}\n`)).toBe(`sha256:${hex}`);
    expect(tidyDigest('ab'.repeat(64))).toBe(`sha512:${'ab'.repeat(64)}`);
  });

  test('changes nothing that would hide a mistake', () => {
    expect(checkDigest(hex.toUpperCase())).toMatchObject({
      ok: false,
      words: { title: 'A digest has no capital letters' },
    });
    expect(checkDigest('abc')).toMatchObject({ ok: false });
    expect(checkDigest('  ')).toEqual({ ok: true, value: null });
    expect(checkRepository(' library/ubuntu ')).toEqual({ ok: true, value: 'library/ubuntu' });
  });
});
