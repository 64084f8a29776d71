import { describe, expect, test } from 'vitest';
import { parseDigest } from '../../shared/digest.ts';
import { ERROR_CODES, type ErrorDetails, toErrorInfo } from '../../shared/errors.ts';
import { explainInGerman } from '../../shared/errorWords.de.ts';
import { explain } from '../../shared/errorWords.ts';
import { parseRepositoryName } from '../../shared/names.ts';

/** What a person should not have to know. */
const JARGON =
  /\b(errno|E[A-Z]{3,}|IPC|null|undefined|exception|stack|thread|worker|mutex|inode|fsync|fdatasync|syscall|stdin|UUID|regex|grammar)\b/;

function thrownBy(task: () => unknown) {
  try {
    task();
  } catch (error) {
    return explain(toErrorInfo(error));
  }
  throw new Error('nothing was thrown');
}

const DETAILS: readonly ErrorDetails[] = [
  {},
  { reason: 'case', component: 'Ubuntu', path: '/srv/store', kind: 'folder', needed: 4_000_000, pid: 77 },
  { reason: 'never heard of', path: 7, kind: true, needed: 'much', pid: null },
];

test.each(ERROR_CODES)('%s says what happened and what to do', (code) => {
  for (const details of DETAILS) {
    const { title, remedy } = explain({ code, details });
    expect(title).toMatch(/^[\p{Lu}“]/u);
    expect(title).not.toMatch(/[.!]$/);
    expect(title.length).toBeLessThanOrEqual(80);
    expect(remedy).toMatch(/[.]$/);
    expect(`${title} ${remedy}`).not.toMatch(JARGON);
    expect(`${title} ${remedy}`).not.toContain(code);
  }
});

const GERMAN_JARGON = /\b(errno|IPC|null|undefined|Exception|Stack|Thread|Worker|Mutex|Inode|fsync|UUID|Regex|Exit)\b/;

test.each(ERROR_CODES)('%s says so in German, too', (code) => {
  for (const details of DETAILS) {
    const { title, remedy } = explainInGerman({ code, details });
    expect(title).toMatch(/^[\p{Lu}„]/u);
    expect(title).not.toMatch(/[.!]$/);
    expect(title.length).toBeLessThanOrEqual(80);
    expect(remedy).toMatch(/[.]$/);
    expect(`${title} ${remedy}`).not.toMatch(GERMAN_JARGON);
    expect(`${title} ${remedy}`).not.toContain(code);
    expect(explain({ code, details }).title).not.toBe(title);
    const given = [details['path'], details['component']].filter((value) => typeof value === 'string');
    const kept = given.filter((value) => `${title} ${remedy}`.includes(value));
    const { title: one, remedy: other } = explain({ code, details });
    expect(given.filter((value) => `${one} ${other}`.includes(value))).toEqual(kept);
  }
});

describe('details make words precise', () => {
  test('repository names', () => {
    expect(thrownBy(() => parseRepositoryName('')).title).toBe('A repository name is needed');
    expect(thrownBy(() => parseRepositoryName('Library/ubuntu')).remedy).toBe('Write “library” instead of “Library”.');
    expect(thrownBy(() => parseRepositoryName('a/..')).title).toBe('“..” cannot be part of a repository name');
    expect(thrownBy(() => parseRepositoryName('a//b')).title).toBe('A repository name has no empty part');
    expect(thrownBy(() => parseRepositoryName('a'.repeat(256))).title).toBe('This repository name is too long');
  });

  test('digests', () => {
    expect(thrownBy(() => parseDigest('sha256:abc')).title).toBe('This digest does not have the right length');
    expect(thrownBy(() => parseDigest(`SHA256:${'a'.repeat(64)}`)).title).toBe('A digest has no capital letters');
    expect(thrownBy(() => parseDigest(`md5:${'a'.repeat(32)}`)).remedy).toBe('Use sha256, sha384 or sha512.');
    expect(thrownBy(() => parseDigest('nothing')).title).toBe('A digest starts with its algorithm');
  });

  test('sizes and paths', () => {
    expect(explain({ code: 'DISK_FULL', details: { needed: 4e9 } }).remedy).toContain('Free 4.0 GB');
    expect(explain({ code: 'SOURCE_NOT_FOUND', details: { path: '/data/a.tar' } }).remedy).toContain('/data/a.tar');
    expect(explain({ code: 'SOURCE_NOT_A_FILE', details: { kind: 'socket' } }).title).toContain('socket');
  });
});
