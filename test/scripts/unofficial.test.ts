import { describe, expect, it } from 'vitest';
import beforePack, { officialChecksums, TEST_BUILD, unofficial } from '../../scripts/packaging/beforePack.ts';

const official = { electronDownload: { checksums: officialChecksums() } };

describe('a package for people', () => {
  it("is made of Electron's own download of the pinned version, checked", () => {
    expect(unofficial(official)).toBeNull();
  });

  it.each([
    ['a runtime from a folder', { ...official, electronDist: '/some/where' }, 'nobody has checked'],
    ['another version', { ...official, electronVersion: '33.2.1' }, 'Electron 33.2.1'],
    ['a download without checksums', {}, "not check Electron's download"],
    ['a download with checks switched off', { electronDownload: { unsafelyDisableChecksums: true } }, 'not check'],
    [
      'checksums of somebody else',
      {
        electronDownload: {
          checksums: { ...officialChecksums(), [Object.keys(officialChecksums())[0] ?? '']: '0'.repeat(64) },
        },
      },
      'not check',
    ],
  ])('is refused with %s', (_what, config, words) => {
    expect(unofficial(config)).toContain(words);
    const extraMetadata = { [TEST_BUILD]: true };
    expect(unofficial({ ...config, extraMetadata })).toBeNull();
    expect(unofficial({ ...config, extraMetadata: { [TEST_BUILD]: 'true' } })).toContain(words);
  });

  it('is refused by the hook that electron-builder runs first', () => {
    const packager = (config: object) => ({ packager: { config } }) as unknown as Parameters<typeof beforePack>[0];
    expect(() => beforePack(packager(official))).not.toThrow();
    expect(() => beforePack(packager({ electronDist: '/some/where' }))).toThrow('npm run dist');
  });
});
