import { describe, expect, it } from 'vitest';
import {
  hasErrno,
  InvalidOffsetError,
  InvalidPathError,
  PathNotFoundError,
  toStorageError,
} from '../../../electron/engine/storage/storageErrors.ts';
import { isReservedOnWindows } from '../../../electron/engine/storage/storePath.ts';
import { LayerliftError } from '../../../shared/errors.ts';
import { systemError } from '../../support/hookedOps.ts';

const PLACE = { driver: 'filesystem', path: '/a/b' };

describe('toStorageError', () => {
  it.each([
    ['ENOENT', 'PATH_NOT_FOUND'],
    ['ENOTDIR', 'PATH_NOT_FOUND'],
    ['EISDIR', 'PATH_NOT_A_FILE'],
    ['ENXIO', 'PATH_NOT_A_FILE'],
    ['ELOOP', 'PATH_INVALID'],
    ['ENAMETOOLONG', 'PATH_INVALID'],
    ['ENOSPC', 'DISK_FULL'],
    ['EDQUOT', 'DISK_FULL'],
    ['EROFS', 'READ_ONLY'],
    ['EACCES', 'PERMISSION_DENIED'],
    ['EPERM', 'PERMISSION_DENIED'],
    ['EIO', 'STORAGE_IO'],
    ['ENODEV', 'STORAGE_IO'],
    ['ESTALE', 'STORAGE_IO'],
    ['EMFILE', 'STORAGE_IO'],
  ])('%s is %s', (errno, code) => {
    const cause = systemError(errno);
    const error = toStorageError(cause, PLACE);
    expect(error).toBeInstanceOf(LayerliftError);
    expect(error).toMatchObject({ code, details: { ...PLACE }, message: expect.stringContaining('filesystem') });
    expect((error as LayerliftError).cause).toBe(cause);
    if (code === 'STORAGE_IO') expect(error).toMatchObject({ details: { errno } });
  });

  it('leaves what is typed already, and what is a defect', () => {
    const typed = new PathNotFoundError(PLACE);
    for (const error of [
      typed,
      new TypeError('x is not a function'),
      Object.assign(new Error(), { code: 'ERR_DIR_CLOSED' }),
      Object.assign(new Error(), { code: ['EIO'] }),
    ]) {
      expect(toStorageError(error, { driver: 'other', path: '/c' })).toBe(error);
    }
    expect(toStorageError('a string', PLACE)).toBe('a string');
  });

  it('takes nothing for a system error but an Error with the system’s code', () => {
    expect(hasErrno(systemError('EIO'), 'ENOENT', 'EIO')).toBe(true);
    expect(hasErrno(systemError('EIO'), 'ENOENT')).toBe(false);
    const others = [null, undefined, 'EIO', ['EIO'], { code: 'EIO' }, new Error('EIO')];
    for (const other of [
      ...others,
      ...[5, ['EIO'], 'xEIO', 'EIO x', null].map((code) => Object.assign(new Error(), { code })),
    ]) {
      expect(hasErrno(other, 'EIO', 'ENOENT')).toBe(false);
    }
  });

  it('tells a circle of links from a name that is too long', () => {
    expect(toStorageError(systemError('ELOOP'), PLACE)).toMatchObject({ details: { reason: 'link' } });
    expect(toStorageError(systemError('ENAMETOOLONG'), PLACE)).toMatchObject({ details: { reason: 'form' } });
  });

  it('cuts off paths that a stranger made too long to be told', () => {
    const path = `/${'n'.repeat(100_000)}`;
    const refused = new InvalidPathError({ ...PLACE, path }, 'form');
    expect(refused.details['path']).toHaveLength(300);
    expect(refused.message.length).toBeLessThan(400);
    expect(new PathNotFoundError({ ...PLACE, path }).message.length).toBeLessThan(400);
  });

  it('has distribution’s names, with the facts in the details', () => {
    expect(new PathNotFoundError(PLACE)).toMatchObject({ code: 'PATH_NOT_FOUND', details: PLACE });
    expect(new InvalidPathError(PLACE, 'form')).toMatchObject({ code: 'PATH_INVALID', details: PLACE });
    const offset = new InvalidOffsetError(PLACE, -1, null);
    expect(offset).toMatchObject({ code: 'OFFSET_INVALID', details: { ...PLACE, offset: -1, size: null } });
  });
});

describe('isReservedOnWindows', () => {
  it.each(['con', 'NUL', 'aux.txt', 'com1', 'LPT9.a.b', 'name.', '...'])('%s is', (name) => {
    expect(isReservedOnWindows(name)).toBe(true);
  });

  it.each(['console', 'a.con', 'com', 'com10', '.hidden', 'lpt', 'nul-1'])('%s is not', (name) => {
    expect(isReservedOnWindows(name)).toBe(false);
  });
});
