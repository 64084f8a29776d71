import fs from 'node:fs';
import path from 'node:path';

/** The files of a package as they will lie on a disk. */
export interface PackageTree {
  readonly root: string;
  /** Bytes of all files. */
  readonly bytes: number;
}

/** Lays out what is mapped, with the modes that packages have. */
export function layOutTree(root: string, mappings: readonly string[]): PackageTree {
  for (const mapping of mappings) {
    const cut = mapping.lastIndexOf('=');
    const [from, to] = [mapping.slice(0, cut), path.join(root, mapping.slice(cut + 1))];
    fs.mkdirSync(path.dirname(to), { recursive: true });
    fs.cpSync(from, to, { recursive: true, verbatimSymlinks: true });
  }
  return { root, bytes: setModes(root) };
}

/** Folders and programs 0755, other files 0644, whatever the umask was; returns the bytes of all files. */
function setModes(folder: string): number {
  fs.chmodSync(folder, 0o755);
  let bytes = 0;
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const at = path.join(folder, entry.name);
    if (entry.isDirectory()) bytes += setModes(at);
    else if (entry.isFile()) {
      const { mode, size } = fs.statSync(at);
      fs.chmodSync(at, (mode & 0o111) === 0 ? 0o644 : 0o755);
      bytes += size;
    }
  }
  return bytes;
}
