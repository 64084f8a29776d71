import path from 'node:path';

/** The folder of the clone, absolute. */
export const projectRoot = path.resolve(import.meta.dirname, '..', '..');

/** An absolute path inside the clone. */
export function inProject(...parts: string[]): string {
  return path.join(projectRoot, ...parts);
}

/** Where an installed package keeps its files. */
export function packageFolder(name: string): string {
  return inProject('node_modules', ...name.split('/'));
}
