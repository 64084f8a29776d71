import fs from 'node:fs';
import path from 'node:path';
import { run } from '../../lib/run.ts';
import type { AskedPackage } from './fpmArguments.ts';
import type { PackageTree } from './packageTree.ts';

/** rpm's names for how what a package carries is packed: level and kind. */
const PAYLOADS: Readonly<Record<string, string>> = { gzip: 'w1.gzdio', bzip2: 'w9.bzdio', xzmt: 'w6T0.xzdio' };

/** rpm's names for what electron-builder names as Debian does; fpm translates them as well. */
const ARCHITECTURES: Readonly<Record<string, string>> = { amd64: 'x86_64', arm64: 'aarch64' };

/** Makes an rpm with rpmbuild, whose exit code is returned. Leaves what it needs for that in `work`. */
export async function makeRpm(asked: AskedPackage, tree: PackageTree, work: string): Promise<number> {
  const spec = path.join(work, 'package.spec');
  fs.writeFileSync(spec, specification(asked, tree.root));
  const built = path.join(work, 'built');
  const defines = {
    _topdir: work,
    _rpmdir: built,
    _rpmfilename: 'package.rpm',
    _binary_payload: PAYLOADS[asked.values['rpm-compression'] ?? 'xzmt'] ?? 'w6T0.xzdio',
    // The files are packed as they are: nothing is stripped, nothing is linked to by its build id.
    __os_install_post: '%{nil}',
    debug_package: '%{nil}',
    _build_id_links: 'none',
  };
  const define = Object.entries(defines).flatMap(([name, value]) => ['--define', `${name} ${value}`]);
  const { architecture = 'noarch' } = asked.values;
  const target = ARCHITECTURES[architecture] ?? architecture;
  const code = await run(['rpmbuild', '-bb', '--quiet', '--target', target, ...define, spec]);
  if (code === 0) fs.copyFileSync(path.join(built, 'package.rpm'), asked.file);
  return code;
}

/** A spec file (rpm-spec(5)) as fpm writes one: dependencies are those that are named, and no others. */
function specification({ name, version, values, depends }: AskedPackage, root: string): string {
  const tags = [
    ['Name', name],
    ['Version', version],
    ['Release', '1'],
    ['Summary', values['rpm-summary'] ?? name],
    ['License', values.license ?? 'unknown'],
    ['Vendor', values.vendor],
    ['Packager', values.maintainer],
    ['URL', values.url],
    ['Group', values.category ?? 'default'],
    ['AutoReqProv', 'no'],
    ...depends.map((one) => ['Requires', one] as const),
  ] as const;
  return [
    ...tags.flatMap(([tag, value]) => (value === undefined ? [] : [`${tag}: ${value}`])),
    `%description\n${(values.description ?? '').trim()}`,
    `%install\nmkdir -p %{buildroot}\ncp -a '${root}/.' %{buildroot}/`,
    ...[['%post', values['after-install']] as const, ['%postun', values['after-remove']] as const].flatMap(
      ([section, script]) =>
        script === undefined ? [] : [`${section} -p /bin/bash\n${escaped(fs.readFileSync(script, 'utf8'))}`],
    ),
    `%files\n%defattr(-,root,root,-)\n${owned(root).join('\n')}`,
    '',
  ].join('\n');
}

/** A percent sign begins a macro. */
const escaped = (script: string): string => script.replaceAll('%', '%%');

/** All files, and the app's own folders; others belong to the system. */
function owned(root: string): readonly string[] {
  return fs.readdirSync(root, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    const at = `/${path.relative(root, path.join(entry.parentPath, entry.name))}`;
    if (entry.isDirectory()) return at.startsWith('/opt/') ? [`%dir "${at}"`] : [];
    return [`"${at}"`];
  });
}
