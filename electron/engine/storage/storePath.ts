const COMPONENT = /^[A-Za-z0-9._-]+$/;

/** True for a name that one component of a store's path may have. `.` and `..` would climb, so they are none. */
export function isComponent(name: string): boolean {
  return COMPONENT.test(name) && name !== '.' && name !== '..';
}

/** True for an absolute path of at least one component: the grammar of distribution's drivers, without `.` and `..`. */
export function isStorePath(path: string): boolean {
  return path.startsWith('/') && path.slice(1).split('/').every(isComponent);
}

/**
 * True for a component that Windows would take for something else: a device (`con`, `nul.txt`), or the same name
 * without its final dots.
 * @see https://learn.microsoft.com/windows/win32/fileio/naming-a-file
 */
export function isReservedOnWindows(component: string): boolean {
  return /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(component) || component.endsWith('.');
}
