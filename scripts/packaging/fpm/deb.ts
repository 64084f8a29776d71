import fs from 'node:fs';
import path from 'node:path';
import { run } from '../../lib/run.ts';
import type { AskedPackage } from './fpmArguments.ts';
import type { PackageTree } from './packageTree.ts';

const COMPRESSORS: Readonly<Record<string, string>> = { gz: 'gzip', bzip2: 'bzip2', xz: 'xz' };

/** Makes a deb with dpkg-deb, whose exit code is returned. Adds its control files to the tree. */
export async function makeDeb(asked: AskedPackage, { root, bytes }: PackageTree): Promise<number> {
  const { file, values } = asked;
  const control = path.join(root, 'DEBIAN');
  fs.mkdirSync(control, { mode: 0o755 });
  fs.writeFileSync(path.join(control, 'control'), fields(asked, bytes));
  for (const [name, script] of [
    ['postinst', values['after-install']],
    ['postrm', values['after-remove']],
  ] as const) {
    if (script === undefined) continue;
    fs.copyFileSync(script, path.join(control, name));
    fs.chmodSync(path.join(control, name), 0o755);
  }
  const compressor = COMPRESSORS[values['deb-compression'] ?? 'xz'] ?? 'xz';
  return await run(['dpkg-deb', '--root-owner-group', `-Z${compressor}`, '--build', root, file]);
}

/** deb-control(5): further lines of the description begin with a space, empty ones with a dot. */
function fields({ name, version, values, depends, recommends }: AskedPackage, bytes: number): string {
  const [synopsis = '', ...more] = (values.description ?? '').trim().split('\n');
  const description = [synopsis, ...more.map((line) => ` ${line.trim() || '.'}`)].join('\n');
  const all = [
    ['Package', name],
    ['Version', version],
    ['License', values.license],
    ['Vendor', values.vendor],
    ['Architecture', values.architecture],
    ['Maintainer', values.maintainer],
    ['Installed-Size', String(Math.ceil(bytes / 1024))],
    ['Depends', depends.join(', ')],
    ['Recommends', recommends.join(', ')],
    ['Section', values.category ?? 'utils'],
    ['Priority', values['deb-priority']],
    ['Homepage', values.url],
    ['Description', description],
  ] as const;
  return all.flatMap(([field, value]) => (value ? [`${field}: ${value}\n`] : [])).join('');
}
