import fs from 'node:fs';
import path from 'node:path';

/** Whether a program of this name is on the PATH and may be run. */
export function hasProgram(name: string): boolean {
  return (process.env['PATH'] ?? '').split(path.delimiter).some((folder) => {
    if (folder === '') return false;
    try {
      fs.accessSync(path.join(folder, name), fs.constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/**
 * The display that a person sits at; undefined on a Linux machine without one. Systems other than Linux always count as
 * having one.
 */
export function realDisplay(): { readonly env: Readonly<Record<string, string>> } | undefined {
  if (process.platform !== 'linux' || process.env['DISPLAY']) return { env: {} };
  // Electron asks for X11 unless told otherwise (documented since Electron 28).
  if (process.env['WAYLAND_DISPLAY']) return { env: { ELECTRON_OZONE_PLATFORM_HINT: 'wayland' } };
  return undefined;
}

/** Whether this process has the rights of the system's administrator. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}
