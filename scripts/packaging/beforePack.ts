import fs from 'node:fs';
import { createRequire } from 'node:module';
import type { AfterPackContext, Configuration } from 'electron-builder';
import { pinnedVersion } from '../machine/runtimeFolder.ts';

/** The mark of a package that is never shipped; the app shows it, and has no feed of updates. */
export const TEST_BUILD = 'testBuild';

/** Run by electron-builder before it makes anything: a package for people has the official runtime and no other. */
export default function beforePack({ packager }: Pick<AfterPackContext, 'packager'>): void {
  const reason = unofficial(packager.config);
  if (reason !== null) {
    throw new Error(`${reason}. What is shipped is made by \`npm run dist\`; \`npm run dist:test\` makes test builds.`);
  }
}

/**
 * Why a configuration would pack another runtime than Electron's own of the pinned version; null when it would not, or
 * says that it is for tests. The checksums came with the electron package, which the lockfile pins, so that a download
 * from wherever it may come is Electron's or is refused.
 */
export function unofficial(config: Configuration): string | null {
  const metadata: Readonly<Record<string, unknown>> = config.extraMetadata ?? {};
  if (metadata[TEST_BUILD] === true) return null;
  if (config.electronDist != null) return 'This build would pack an Electron that nobody has checked';
  if (config.electronVersion != null && config.electronVersion !== pinnedVersion()) {
    return `This build would pack Electron ${config.electronVersion}, and ${pinnedVersion()} is pinned`;
  }
  const { checksums } = { checksums: undefined, ...config.electronDownload };
  const official = officialChecksums();
  const same = Object.entries(official).every(([name, sum]) => checksums?.[name] === sum);
  return same ? null : "This build would not check Electron's download";
}

/** SHA-256 of every file of the pinned release, by name, as the electron package brings them. */
export function officialChecksums(): Readonly<Record<string, string>> {
  const file = createRequire(import.meta.url).resolve('electron/checksums.json');
  return JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, string>;
}
