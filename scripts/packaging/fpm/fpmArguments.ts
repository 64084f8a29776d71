import { parseArgs } from 'node:util';

const text = { type: 'string' } as const;
const list = { type: 'string', multiple: true } as const;

/** The options of fpm that electron-builder uses for a deb or an rpm; any other is an error, not a surprise. */
const OPTIONS = {
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
  'rpm-compression': text,
  'rpm-os': text,
  'rpm-summary': text,
  category: text,
  description: text,
  license: text,
  maintainer: text,
  name: text,
  package: text,
  url: text,
  vendor: text,
  version: text,
} as const;

/** A package that electron-builder asks fpm for. */
export interface AskedPackage {
  readonly type: 'deb' | 'rpm';
  /** The file to make. */
  readonly file: string;
  readonly name: string;
  readonly version: string;
  readonly values: Readonly<Partial<Record<TextOption, string>>>;
  readonly depends: readonly string[];
  readonly recommends: readonly string[];
  /** `FROM=TO` each; a folder's content when FROM ends with a slash. */
  readonly mappings: readonly string[];
}

type TextOption = Exclude<keyof typeof OPTIONS, 'depends' | 'deb-recommends' | 'force'>;

/** @throws Error on what is no deb or rpm, or says more than is known here. */
export function parseFpmArguments(args: readonly string[]): AskedPackage {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });
  const { depends = [], 'deb-recommends': recommends = [], force: _, ...texts } = values;
  const { 'output-type': type, package: file, name, version } = texts;
  if (type !== 'deb' && type !== 'rpm') throw new Error(`this makes debs and rpms, and no ${String(type)}`);
  if (file === undefined || name === undefined || version === undefined) throw new Error('a package needs names');
  return { type, file, name, version, values: texts, depends, recommends, mappings: positionals };
}
