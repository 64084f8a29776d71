import { describe, expect, test } from 'vitest';
import { describe as describeUpload, hasHelp, percentOf } from '../../renderer/uploads/describe.ts';
import type { UploadStatus } from '../../shared/upload.ts';
import { digestOf, EVERY_STATUS, errorInfo, GB, MB, type UploadParts, upload } from './harness/fixtures.ts';

function said(parts: UploadParts, bytesPerSecond = 0, etaMs: number | null = null) {
  return describeUpload({ upload: upload(parts), bytesPerSecond, etaMs });
}

test.each(EVERY_STATUS.map((status) => [status.kind, status] as const))('%s has words', (_kind, status) => {
  const { state, facts, help } = said({ status });
  expect(state).not.toBe('');
  expect(facts.every((fact) => fact !== '')).toBe(true);
  expect(help !== null).toBe(hasHelp(upload({ status })));
});

describe('states in words', () => {
  test('moving says bytes, percent, speed and what is left', () => {
    const line = said({ status: { kind: 'moving' } }, 1.21 * GB, 18_000);
    expect(line).toMatchObject({ state: 'Moving', tone: 'plain', facts: ['18.60 of 40.00 GB', '46 %'] });
    expect(line.aside).toBe('1.2 GB/s · 18 s left');
  });

  test('no ETA while it means nothing, no speed while nothing moves', () => {
    expect(said({}, 5 * MB, null).aside).toBe('5.0 MB/s');
    expect(said({}, 0, null).aside).toBe('');
  });

  test('interrupted says offset, checkpoint and the most that a resume re-hashes', () => {
    const line = said({
      size: 240 * GB,
      offset: 151 * GB,
      checkpointed: 151 * GB - 38 * MB,
      status: { kind: 'interrupted' },
    });
    expect(line.facts).toEqual(['151.00 of 240.00 GB', '62 %', 'checkpoint at 150.96 GB']);
    expect(line.aside).toBe('resume re-hashes at most 38.0 MB');
    expect(line.tone).toBe('risk');
  });

  test('a pause that was asked for costs nothing', () => {
    expect(said({ status: { kind: 'paused', reason: 'person', error: null } }).aside).toBe('resume re-hashes nothing');
  });

  test('trouble is said in words with what to do', () => {
    const trouble = (code: 'DISK_FULL' | 'SOURCE_CHANGED'): UploadStatus => ({
      kind: 'paused',
      reason: 'trouble',
      error: errorInfo(code),
    });
    expect(said({ status: trouble('DISK_FULL') })).toMatchObject({ state: 'The store’s disk is full', tone: 'risk' });
    expect(said({ status: trouble('SOURCE_CHANGED') })).toMatchObject({ tone: 'bad', aside: '' });
    expect(said({ status: trouble('DISK_FULL') }).help).toContain('Free some space');
  });

  test('without a source it says what is kept, not what a resume that cannot be would cost', () => {
    const gone: UploadStatus = { kind: 'paused', reason: 'trouble', error: errorInfo('SOURCE_NOT_FOUND') };
    expect(said({ status: gone }).aside).toBe('the 18.6 GB in the store are safe');
    expect(said({ status: gone, offset: 0 }).aside).toBe('nothing was uploaded yet');
  });

  test('where the source was is said last, because it may be too long to be shown', () => {
    const error = errorInfo('SOURCE_NOT_FOUND', { path: '/media/disk/layer.tar' });
    expect(said({ status: { kind: 'paused', reason: 'trouble', error } }).help).toMatch(
      /^Put it back and resume.* It was at \/media\/disk\/layer\.tar\.$/,
    );
  });

  test('ready says whether there was a digest to compare with', () => {
    const status: UploadStatus = { kind: 'ready', digest: digestOf('a') };
    expect(said({ status }).facts).toContain('no digest to compare with');
    expect(said({ status, expected: digestOf('a') }).facts).toContain('digest matches');
  });

  test('a mismatch names both digests', () => {
    const help = said({ status: { kind: 'mismatch', expected: digestOf('b'), actual: digestOf('a') } }).help;
    expect(help).toContain('sha256:bbbb…bbbb');
    expect(help).toContain('sha256:aaaa…aaaa');
  });
});

describe('percent', () => {
  test('reaches 100 only when the last byte is durable', () => {
    const full = { size: 100, offset: 100, hashed: 100 };
    expect(percentOf(upload({ ...full, checkpointed: 99 }))).toBe('99 %');
    expect(percentOf(upload({ ...full, checkpointed: 100 }))).toBe('100 %');
  });

  test('an empty layer is at 0 until it is ready', () => {
    const empty = { size: 0, offset: 0 };
    expect(percentOf(upload({ ...empty, status: { kind: 'queued' } }))).toBe('0 %');
    expect(percentOf(upload({ ...empty, status: { kind: 'ready', digest: digestOf('e') } }))).toBe('100 %');
  });

  test('is not shown while the size is not known', () => {
    expect(percentOf(upload({ size: null }))).toBe('');
  });
});
