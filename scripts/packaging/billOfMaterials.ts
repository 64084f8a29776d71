import fs from 'node:fs';
import path from 'node:path';
import { inProject } from '../lib/project.ts';
import { capture } from '../lib/run.ts';

/** What is used here of a bill of materials in CycloneDX's form (cyclonedx.org/docs/1.5/json). */
export interface BillOfMaterials {
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[];
}

export interface Component {
  readonly 'bom-ref': string;
  readonly name: string;
  readonly version: string;
  readonly purl?: string;
  readonly type?: string;
}

/**
 * What a package of the app is made of: npm's own list, cut down to what the app's dependencies lead to (npm's
 * `--omit dev` leaves out what a development dependency uses as well), and the runtime.
 * @param electronVersion the runtime inside the package; it is a development dependency as far as npm knows.
 */
export function billOfMaterials(electronVersion: string): BillOfMaterials {
  const { code, stdout, stderr } = capture(['npm', 'sbom', '--sbom-format', 'cyclonedx']);
  if (code !== 0) throw new Error(`npm sbom ended with ${code}:\n${stderr.trim()}`);
  const all = JSON.parse(stdout) as BillOfMaterials;
  const { dependencies } = JSON.parse(fs.readFileSync(inProject('package.json'), 'utf8')) as {
    dependencies: Readonly<Record<string, string>>;
  };
  const shipped = reachable(
    all,
    Object.entries(dependencies).map(([name, version]) => `${name}@${version}`),
  );
  const electron: Component = {
    'bom-ref': `electron@${electronVersion}`,
    type: 'framework',
    name: 'electron',
    version: electronVersion,
    purl: `pkg:npm/electron@${electronVersion}`,
  };
  return {
    ...all,
    components: [...all.components.filter((component) => shipped.has(component['bom-ref'])), electron],
    dependencies: all.dependencies.filter(({ ref }) => shipped.has(ref)),
  };
}

/** All refs that `start` leads to. Types are left out: nothing of them is left in a bundle. */
function reachable({ dependencies }: BillOfMaterials, start: readonly string[]): ReadonlySet<string> {
  const next = new Map(dependencies.map(({ ref, dependsOn = [] }) => [ref, dependsOn]));
  const seen = new Set<string>();
  const waiting = [...start];
  for (let ref = waiting.pop(); ref !== undefined; ref = waiting.pop()) {
    if (seen.has(ref) || ref.startsWith('@types/')) continue;
    if (!next.has(ref)) throw new Error(`npm sbom knows nothing of ${ref}`);
    seen.add(ref);
    waiting.push(...(next.get(ref) ?? []));
  }
  return seen;
}

const LICENCE_FILES = /^(licen[cs]e|copying|notice)([-.].*)?$/i;

/** The licences of all components but the runtime, whose own lie beside it, as one text. */
export function thirdPartyLicences({ components }: BillOfMaterials): string {
  const lock = JSON.parse(fs.readFileSync(inProject('package-lock.json'), 'utf8')) as {
    packages: Readonly<Record<string, { version?: string; license?: string }>>;
  };
  const texts = components
    .filter(({ name }) => name !== 'electron')
    .map(({ name, version }) => {
      const place = Object.keys(lock.packages).find(
        (key) => key.endsWith(`node_modules/${name}`) && lock.packages[key]?.version === version,
      );
      if (place === undefined) throw new Error(`${name} ${version} is not in the lockfile`);
      const words = licenceFiles(inProject(place)).map((file) => fs.readFileSync(file, 'utf8').trim());
      const title = `${name} ${version} (${lock.packages[place]?.license ?? 'licence not stated'})`;
      return [title, '='.repeat(title.length), ...words].join('\n\n');
    });
  return `${texts.join('\n\n\n')}\n`;
}

function licenceFiles(folder: string): readonly string[] {
  return fs
    .readdirSync(folder)
    .filter((name) => LICENCE_FILES.test(name))
    .map((name) => path.join(folder, name));
}
