import { capture } from '../lib/run.ts';
import { hasProgram, realDisplay } from '../lib/surroundings.ts';
import { electronBinary } from './runtimeFolder.ts';
import { SetupError } from './setupError.ts';

/** Something of the operating system that is not there yet. */
export interface Need {
  /** In words, for the message to a person. */
  readonly what: string;
  /** Debian's names for it: each entry is one package, under its newest name first. */
  readonly packages: readonly (readonly [string, ...string[]])[];
}

/**
 * What brings all libraries that Electron links against, by their dependencies. Debian 13 and Ubuntu 24.04 renamed
 * some with the suffix t64 when their 32-bit ports went to 64-bit time.
 */
const LIBRARIES: Need['packages'] = [
  ['libgtk-3-0t64', 'libgtk-3-0'],
  ['libnss3'],
  ['libasound2t64', 'libasound2'],
  ['libgbm1'],
  // Opened at start rather than linked; without it Electron dies.
  ['libx11-xcb1'],
];

/** Programs that are wanted besides what the app needs to run, with Debian's packages that bring them. */
const PROGRAMS = {
  'docker-registry': 'docker-registry',
  skopeo: 'skopeo',
  // Disks for tests: one that shares blocks, and one that is slow or does not answer.
  'mkfs.xfs': 'xfsprogs',
  bindfs: 'bindfs',
} as const;

export type Program = keyof typeof PROGRAMS;

/** What this machine lacks to run the app, and of the programs asked for. Nothing off Linux. */
export function missingNeeds(programs: readonly Program[]): Need[] {
  if (process.platform !== 'linux') return [];
  const needs: Need[] = [];
  const libraries = unresolvedLibraries(capture(['ldd', electronBinary]).stdout);
  if (libraries.length > 0) needs.push({ what: libraries.join(', '), packages: LIBRARIES });
  if (realDisplay() === undefined) {
    for (const [program, name] of [
      ['Xvfb', 'xvfb'],
      ['xauth', 'xauth'],
    ] as const) {
      if (!hasProgram(program)) needs.push({ what: program, packages: [[name]] });
    }
  }
  for (const program of programs) {
    if (!hasProgram(program)) needs.push({ what: program, packages: [[PROGRAMS[program]]] });
  }
  return needs;
}

/** The libraries that the dynamic linker looked for in vain, from the output of `ldd`. */
export function unresolvedLibraries(lddOutput: string): string[] {
  if (!lddOutput.includes('=>')) throw new SetupError(`ldd does not say what ${electronBinary} links against.`);
  const names = lddOutput.matchAll(/^\s*(\S+) => not found$/gm);
  return [...new Set([...names].map((match) => match[1] ?? ''))];
}
