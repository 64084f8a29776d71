#!/usr/bin/env -S node --import tsx
/**
 * Makes a deb out of the arguments that electron-builder gives to fpm, with dpkg-deb. electron-builder downloads fpm;
 * this stands in for it (`CUSTOM_FPM_PATH`) where only Debian can be reached. For test builds.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { run } from '../lib/run.ts';

const text = { type: 'string' } as const;
const list = { type: 'string', multiple: true } as const;

/** The options of fpm that electron-builder uses for a deb; any other is an error, not a surprise. */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'input-type': { ...text, short: 's' },
    'output-type': { ...text, short: 't' },
    depends: { ...list, short: 'd' },
    'deb-recommends': list,
    force: { type: 'boolean' },
    architecture: text,
    'after-install': text,
    'after-remove': text,
    'deb-compression': text,
    'deb-priority': text,
    category: text,
    description: text,
    license: text,
    maintainer: text,
    name: text,
    package: text,
    url: text,
    vendor: text,
    version: text,
  },
});

const COMPRESSORS: Readonly<Record<string, string>> = { gz: 'gzip', bzip2: 'bzip2', xz: 'xz' };

const tree = fs.mkdtempSync(path.join(os.tmpdir(), 'layerlift-deb-'));
try {
  process.exitCode = await makeDeb();
} finally {
  fs.rmSync(tree, { recursive: true, force: true });
}

async function makeDeb(): Promise<number> {
  if (values['output-type'] !== 'deb' || values.package === undefined) throw new Error('this makes debs only');
  for (const mapping of positionals) layOut(mapping);
  const bytes = setModes(tree);
  const control = path.join(tree, 'DEBIAN');
  fs.mkdirSync(control, { mode: 0o755 });
  fs.writeFileSync(path.join(control, 'control'), fields(bytes));
  for (const [script, file] of [
    ['postinst', values['after-install']],
    ['postrm', values['after-remove']],
  ] as const) {
    if (file === undefined) continue;
    fs.copyFileSync(file, path.join(control, script));
    fs.chmodSync(path.join(control, script), 0o755);
  }
  const compressor = COMPRESSORS[values['deb-compression'] ?? 'xz'] ?? 'xz';
  return await run(['dpkg-deb', '--root-owner-group', `-Z${compressor}`, '--build', tree, values.package]);
}

/** `FROM=TO`; a folder's content when FROM ends with a slash. */
function layOut(mapping: string): void {
  const cut = mapping.lastIndexOf('=');
  const [from, to] = [mapping.slice(0, cut), path.join(tree, mapping.slice(cut + 1))];
  fs.mkdirSync(path.dirname(to), { recursive: true });
  fs.cpSync(from, to, { recursive: true, verbatimSymlinks: true });
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

/** deb-control(5): further lines of the description begin with a space, empty ones with a dot. */
function fields(bytes: number): string {
  const [synopsis = '', ...more] = (values.description ?? '').trim().split('\n');
  const description = [synopsis, ...more.map((line) => ` ${line.trim() || '.'}`)].join('\n');
  const all = [
    ['Package', values.name],
    ['Version', values.version],
    ['License', values.license],
    ['Vendor', values.vendor],
    ['Architecture', values.architecture],
    ['Maintainer', values.maintainer],
    ['Installed-Size', String(Math.ceil(bytes / 1024))],
    ['Depends', values.depends?.join(', ')],
    ['Recommends', values['deb-recommends']?.join(', ')],
    ['Section', values.category ?? 'utils'],
    ['Priority', values['deb-priority']],
    ['Homepage', values.url],
    ['Description', description],
  ] as const;
  return all.flatMap(([name, value]) => (value ? [`${name}: ${value}\n`] : [])).join('');
}
