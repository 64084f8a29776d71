import path from 'node:path';
import { importsOf } from './importsOf.ts';

/** What the files of one part of the project may import. */
interface Rule {
  /** The part: a folder, or a single file. Of several that fit, the longest decides. */
  readonly part: string;
  /** Folders of the project. */
  readonly folders: readonly string[];
  /** Names of packages; `node:*` stands for all of Node's own modules. */
  readonly packages: readonly string[];
}

const SHELL = {
  folders: ['electron', 'shared'],
  packages: ['electron', 'node:*', 'electron-updater', 'zod'],
} as const;

/** Only the watch knows the library that reports changes. */
const WATCH = { folders: SHELL.folders, packages: [...SHELL.packages, 'chokidar'] } as const;

/** The import table of ARCHITECTURE.md. What is not named here is forbidden. */
export const RULES: readonly Rule[] = [
  { part: 'shared', folders: ['shared'], packages: [] },
  {
    part: 'electron/engine',
    folders: ['electron/engine', 'shared'],
    packages: ['node:*', 'hash-wasm', 'koffi', 'fs-native-extensions', 'fzstd', 'tar'],
  },
  {
    part: 'electron/worker',
    folders: ['electron/worker', 'electron/engine', 'shared'],
    packages: ['node:worker_threads'],
  },
  {
    part: 'electron/cli',
    folders: ['electron/cli', 'electron/engine', 'electron/worker', 'shared'],
    packages: ['node:*'],
  },
  { part: 'electron/preload.ts', folders: ['shared'], packages: ['electron'] },
  { part: 'electron/ipc', ...SHELL },
  { part: 'electron/watch', ...WATCH },
  { part: 'electron', ...SHELL },
  {
    part: 'renderer',
    folders: ['renderer', 'shared'],
    packages: ['react', 'react-dom', 'zustand', '@tanstack/react-virtual', 'lucide-react'],
  },
];

/** The folders whose files ship with the app. */
export const PRODUCT_FOLDERS = ['shared', 'electron', 'renderer'] as const;

/**
 * Checks the imports of one file of the product.
 * @param file its path in the project, with forward slashes.
 * @returns one sentence for each violation; each says what would be allowed.
 */
export function importViolations(file: string, source: string): string[] {
  const rule = ruleFor(file);
  const allowed = [...rule.folders.map((folder) => `${folder}/`), ...rule.packages].join(', ');
  return importsOf(file, source)
    .filter(({ specifier }) => specifier === undefined || !isAllowed(rule, file, specifier))
    .map(({ specifier, line }) => {
      const what = specifier === undefined ? 'a computed name, which cannot be checked' : `"${specifier}"`;
      return `${file}:${line} imports ${what}; ${rule.part} may import only: ${allowed}`;
    });
}

function ruleFor(file: string): Rule {
  const fitting = RULES.filter(({ part }) => isInside(part, file));
  const rule = fitting.sort((a, b) => b.part.length - a.part.length)[0];
  if (rule === undefined) throw new Error(`${file} belongs to no part of the product`);
  return rule;
}

function isAllowed(rule: Rule, file: string, specifier: string): boolean {
  if (specifier.startsWith('.')) {
    const target = path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier));
    return rule.folders.some((folder) => isInside(folder, target));
  }
  return rule.packages.some((name) =>
    name === 'node:*' ? specifier.startsWith('node:') : specifier === name || specifier.startsWith(`${name}/`),
  );
}

function isInside(folder: string, file: string): boolean {
  return file === folder || file.startsWith(`${folder}/`);
}
