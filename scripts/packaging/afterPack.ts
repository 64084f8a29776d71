import fs from 'node:fs';
import path from 'node:path';
import type { AfterPackContext } from 'electron-builder';
import { inProject } from '../lib/project.ts';
import { billOfMaterials, thirdPartyLicences } from './billOfMaterials.ts';

/**
 * Run by electron-builder when a package's folder is laid out: takes away what a runtime on disk brings and a release
 * does not, and adds what the package is made of and under which licences.
 */
export default function afterPack({ appOutDir, packager, electronPlatformName }: AfterPackContext): void {
  const resources = packager.getResourcesDir(appOutDir);
  for (const name of [path.join(resources, 'default_app.asar'), path.join(appOutDir, 'version')]) {
    fs.rmSync(name, { force: true });
  }
  const { electronVersion } = packager.config;
  if (electronVersion == null) throw new Error(`no version of the runtime for ${electronPlatformName}`);
  const bill = billOfMaterials(electronVersion);
  const folder = path.join(resources, 'licences');
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, 'sbom.cdx.json'), `${JSON.stringify(bill, null, 2)}\n`);
  fs.writeFileSync(path.join(folder, 'third-party.txt'), thirdPartyLicences(bill));
  fs.copyFileSync(inProject('LICENSE'), path.join(folder, 'LICENSE.txt'));
}
