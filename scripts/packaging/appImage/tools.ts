import fs from 'node:fs';
import path from 'node:path';
import { inProject } from '../../lib/project.ts';
import { capture } from '../../lib/run.ts';

/** Bytes; where the stand-in of the runtime looks for what follows it. */
const RUNTIME_BYTES = 1024;

/**
 * Lays out in `folder` what electron-builder would download to make an AppImage (`APPIMAGE_TOOLS_PATH`): Debian's
 * squashfs-tools, and a script in place of the runtime, which no package carries. For test builds.
 */
export function layOutAppImageTools(folder: string): string {
  const arch = process.arch === 'arm64' ? 'arm64' : 'x64';
  fs.mkdirSync(path.join(folder, 'lib', arch), { recursive: true });
  fs.mkdirSync(path.join(folder, 'runtimes'));
  const program = capture(['sh', '-c', 'command -v mksquashfs']).stdout.trim();
  // The second is looked for, and not run. Without squashfs-tools there is neither, and no AppImage.
  for (const name of ['mksquashfs', 'desktop-file-validate'])
    fs.symlinkSync(program || 'missing', path.join(folder, name));
  const script = fs.readFileSync(inProject('scripts/packaging/appImage/runtime.sh'), 'utf8');
  fs.writeFileSync(path.join(folder, 'runtimes', `runtime-${arch}`), script.padEnd(RUNTIME_BYTES, '\n'));
  return folder;
}
