import { describe, expect, test } from 'vitest';
import { actionForKey, actionsFor, primaryAction, primaryLabel } from '../../renderer/uploads/actions.ts';
import { allowedCommands, type UploadStatus } from '../../shared/upload.ts';
import { digestOf, EVERY_STATUS, errorInfo, upload } from './harness/fixtures.ts';

const ids = (status: UploadStatus) => actionsFor(upload({ status }), 'linux').map(({ id }) => id);
const press = (status: UploadStatus, key: string, ctrlKey = false) =>
  actionForKey({ key, ctrlKey, metaKey: false, altKey: false }, upload({ status }));

const paused: UploadStatus = { kind: 'paused', reason: 'person', error: null };
const changed: UploadStatus = { kind: 'paused', reason: 'trouble', error: errorInfo('SOURCE_CHANGED') };
const full: UploadStatus = { kind: 'paused', reason: 'trouble', error: errorInfo('DISK_FULL') };
const mismatch: UploadStatus = { kind: 'mismatch', expected: digestOf('b'), actual: digestOf('a') };
const finished: UploadStatus = { kind: 'finished', digest: digestOf('a'), blobPath: '/b', finishMs: 1, at: 0 };

test.each(EVERY_STATUS.map((status) => [status.kind, status] as const))(
  '%s offers only what main would accept',
  (_kind, status) => {
    const own = new Set<string>(['inspect', 'reveal', 'copyDigest', 'dismiss', 'moveTop', 'moveUp', 'moveDown']);
    for (const id of ids(status)) if (!own.has(id)) expect(allowedCommands(status)).toContain(id);
  },
);

describe('actions', () => {
  test('of the states that people meet most', () => {
    expect(ids({ kind: 'moving' })).toEqual(['pause', 'setFinishBySelf', 'inspect', 'reveal', 'cancel']);
    expect(ids(paused)).toEqual([
      'resume',
      'startNow',
      'moveTop',
      'moveUp',
      'moveDown',
      'attach',
      'setFinishBySelf',
      'setExpected',
      'inspect',
      'reveal',
      'cancel',
    ]);
    expect(ids(finished)).toEqual(['inspect', 'reveal', 'copyDigest', 'dismiss']);
    expect(ids({ kind: 'cancelling' })).toEqual(['inspect']);
  });

  test('a found upload can be finished as it is, though attaching its source comes first', () => {
    const shown = actionsFor(upload({ status: { kind: 'found' } }), 'linux');
    expect(shown.map(({ id, shortcut }) => [id, shortcut]).slice(0, 2)).toEqual([
      ['finish', 'F'],
      ['attach', 'Enter'],
    ]);
    expect(press({ kind: 'found' }, 'f')).toBe('finish');
    expect(press({ kind: 'found' }, 'Enter')).toBe('attach');
  });

  test('an upload is kept for longer only if a registry would remove it', () => {
    const renewed = (purgeAt: number | null) =>
      actionsFor(upload({ status: paused, purgeAt }), 'linux').find(({ id }) => id === 'renew');
    expect(renewed(5)).toEqual({ id: 'renew', label: 'Keep for another week', shortcut: 'K' });
    expect(renewed(null)).toBeUndefined();
    const key = { key: 'k', ctrlKey: false, metaKey: false, altKey: false };
    expect(actionForKey(key, upload({ status: paused, purgeAt: 5 }))).toBe('renew');
    expect(actionForKey(key, upload({ status: { kind: 'moving' }, purgeAt: 5 }))).toBeNull();
  });

  test('an upload finishes by itself, or waits again', () => {
    const label = (finishBySelf: boolean) =>
      actionsFor(upload({ finishBySelf }), 'linux').find(({ id }) => id === 'setFinishBySelf')?.label;
    expect(label(false)).toBe('Finish by itself');
    expect(label(true)).toBe('Wait before finishing');
    expect(press({ kind: 'moving' }, 'a')).toBe('setFinishBySelf');
    expect(press({ kind: 'ready', digest: digestOf('a') }, 'a')).toBeNull();
  });

  test('an upload is left alone only if it would go on by itself', () => {
    const retry = { kind: 'watched' } as const;
    const stops = (parts: Parameters<typeof upload>[0]) => actionsFor(upload(parts), 'linux').map(({ id }) => id);
    expect(stops({ status: full, retry })).toContain('stopRetrying');
    expect(stops({ status: full })).not.toContain('stopRetrying');
    const key = { key: 'x', ctrlKey: false, metaKey: false, altKey: false };
    expect(actionForKey(key, upload({ status: full, retry }))).toBe('stopRetrying');
    expect(actionForKey(key, upload({ status: full }))).toBeNull();
  });

  test('a mismatch is finished only through its dialog', () => {
    expect(ids(mismatch)).not.toContain('finish');
    expect(primaryAction(upload({ status: mismatch }))).toBe('setExpected');
    expect(primaryLabel('setExpected', upload({ status: mismatch }))).toBe('Choose…');
  });

  test('a changed source leads to choosing it, a full disk to resuming', () => {
    expect(primaryAction(upload({ status: changed }))).toBe('attach');
    expect(primaryAction(upload({ status: full }))).toBe('resume');
    expect(primaryAction(upload({ status: paused }))).toBeNull();
  });
});

describe('keys', () => {
  test('Space pauses and resumes', () => {
    expect(press({ kind: 'moving' }, ' ')).toBe('pause');
    expect(press(paused, ' ')).toBe('resume');
    expect(press(finished, ' ')).toBeNull();
  });

  test('Enter does what leads on', () => {
    expect(press({ kind: 'ready', digest: digestOf('a') }, 'Enter')).toBe('finish');
    expect(press({ kind: 'interrupted' }, 'Enter')).toBe('resume');
    expect(press({ kind: 'moving' }, 'Enter')).toBe('inspect');
    expect(press({ kind: 'ready', digest: digestOf('a') }, 'i')).toBe('inspect');
  });

  test('Delete cancels, or takes an ended upload off the list', () => {
    expect(press({ kind: 'moving' }, 'Delete')).toBe('cancel');
    expect(press(finished, 'Delete')).toBe('dismiss');
    expect(press({ kind: 'finishing' }, 'Delete')).toBeNull();
  });

  test('letters act alone, with a modifier only C does', () => {
    expect(press(paused, 'r')).toBe('reveal');
    expect(press({ kind: 'found' }, 'O')).toBe('attach');
    expect(press(mismatch, 'v')).toBe('verify');
    expect(press(mismatch, 'd')).toBe('setExpected');
    expect(press(finished, 'c', true)).toBe('copyDigest');
    expect(press(finished, 'r', true)).toBeNull();
    expect(press({ kind: 'moving' }, 'c', true)).toBeNull();
  });
});
