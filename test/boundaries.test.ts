import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { inProject, projectRoot } from '../scripts/lib/project.ts';
import { importViolations, PRODUCT_FOLDERS } from './support/importRules.ts';

const LINE_LIMIT = 400;

/** Marks that mean "not done yet"; spelled so that this file does not contain them. */
const LEFT_OPEN = /\b(?:TO|FIX)(?:DO|ME)\b/;

function filesIn(folder: string, kind: RegExp): string[] {
  return fs
    .readdirSync(inProject(folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && kind.test(entry.name))
    .map((entry) => path.relative(projectRoot, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'));
}

function read(file: string): string {
  return fs.readFileSync(inProject(file), 'utf8');
}

const modules = PRODUCT_FOLDERS.flatMap((folder) => filesIn(folder, /\.(?:[cm]?[jt]s|[jt]sx)$/));
const everything = [...PRODUCT_FOLDERS, 'scripts', 'test'].flatMap((folder) =>
  filesIn(folder, /\.(?:[cm]?[jt]s|[jt]sx|css|html)$/),
);

describe('the parts of the project', () => {
  it('import only what the architecture allows', () => {
    expect(modules.length).toBeGreaterThan(0);
    expect(modules.flatMap((file) => importViolations(file, read(file)))).toEqual([]);
  });

  it(`have no file of more than ${LINE_LIMIT} lines`, () => {
    const lines = (file: string) => read(file).trimEnd().split('\n').length;
    expect(everything.filter((file) => lines(file) > LINE_LIMIT)).toEqual([]);
  });

  it('leave nothing marked as not done', () => {
    expect(everything.filter((file) => LEFT_OPEN.test(read(file)))).toEqual([]);
    expect(LEFT_OPEN.test(`// ${'FIX'}${'ME'}: later`)).toBe(true);
    expect(LEFT_OPEN.test(`// ${'TO'}${'DO'} later`)).toBe(true);
  });
});

describe('the import check', () => {
  it.each([
    ['a Node module in shared', 'shared/a.ts', "import fs from 'node:fs';"],
    ['a package in shared', 'shared/a.ts', "import { z } from 'zod';"],
    ['Electron in the engine', 'electron/engine/a.ts', "import { app } from 'electron';"],
    ['a part of Electron in the engine', 'electron/engine/a.ts', "import { app } from 'electron/main';"],
    ['the worker in the engine', 'electron/engine/uploads/a.ts', "import { x } from '../../worker/x.ts';"],
    ['a type in the engine', 'electron/engine/a.ts', "import type { X } from '../ipc/x.ts';"],
    ['an import type in the engine', 'electron/engine/a.ts', "type X = import('../ipc/x.ts').X;"],
    ['a re-export in the engine', 'electron/engine/a.ts', "export { x } from '../ipc/x.ts';"],
    ['a re-export of all in the engine', 'electron/engine/a.ts', "export * from '../main.ts';"],
    ['a dynamic import in the engine', 'electron/engine/a.ts', "const x = await import('electron');"],
    ['a computed import in the engine', 'electron/engine/a.ts', 'const x = await import(name);'],
    ['a require in the engine', 'electron/engine/a.ts', "const x = require('electron');"],
    ['an import assignment in the engine', 'electron/engine/a.ts', "import x = require('electron');"],
    ['files in the worker', 'electron/worker/a.ts', "import fs from 'node:fs';"],
    ['the shell in the command line', 'electron/cli/a.ts', "import { x } from '../main.ts';"],
    ['the renderer in the shell', 'electron/main.ts', "import { x } from '../renderer/x.ts';"],
    ['the engine in the preload', 'electron/preload.ts', "import { x } from './engine/x.ts';"],
    ['a Node module in the preload', 'electron/preload.ts', "import path from 'node:path';"],
    ['Electron in the renderer', 'renderer/a.tsx', "import { ipcRenderer } from 'electron';"],
    ['a Node module in the renderer', 'renderer/a.tsx', "import path from 'node:path';"],
    ['a Node module without its prefix', 'electron/engine/a.ts', "import fs from 'fs';"],
    ['the engine in the renderer', 'renderer/a.tsx', "import type { X } from '../electron/engine/x.ts';"],
    ['scripts in the product', 'electron/main.ts', "import { run } from '../scripts/lib/run.ts';"],
    ['tests in the product', 'shared/a.ts', "import { x } from '../test/support/x.ts';"],
    ['a package of a similar name', 'renderer/a.tsx', "import x from 'react-something';"],
  ])('finds %s', (_, file, source) => {
    expect(importViolations(file, source)).toHaveLength(1);
  });

  it.each([
    ['shared/a.ts', "import { x } from './b.ts'; export type { Y } from './c.ts';"],
    ['electron/engine/layers/a.ts', "import fs from 'node:fs/promises'; import { x } from '../../../shared/x.ts';"],
    ['electron/engine/digest/a.ts', "import { createSHA256 } from 'hash-wasm';"],
    ['electron/worker/a.ts', "import { parentPort } from 'node:worker_threads'; import { x } from '../engine/x.ts';"],
    ['electron/ipc/a.ts', "import { ipcMain } from 'electron'; import { z } from 'zod';"],
    ['electron/main.ts', "import { app } from 'electron'; import { x } from './engine/x.ts';"],
    ['electron/preload.ts', "import { contextBridge } from 'electron'; import { x } from '../shared/x.ts';"],
    ['renderer/a.tsx', "import { createRoot } from 'react-dom/client'; import './a.css'; const a = <b />;"],
  ])('finds nothing in a proper %s', (file, source) => {
    expect(importViolations(file, source)).toEqual([]);
  });

  it('says where, what, and what would be allowed', () => {
    expect(importViolations('electron/preload.ts', "\nimport fs from 'node:fs';")).toEqual([
      'electron/preload.ts:2 imports "node:fs"; electron/preload.ts may import only: shared/, electron',
    ]);
  });
});
