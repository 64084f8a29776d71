import fs from 'node:fs/promises';
import path from 'node:path';
import { app } from 'electron';
import type { AboutView } from '../shared/about.ts';
import { z } from './schema.ts';

/** What is read here of the app's own package.json; packaging for tests leaves its mark there. */
const MANIFEST = z.object({ testBuild: z.boolean().optional() });

/** What the app is and runs on. */
export async function readVersions(): Promise<Omit<AboutView, 'updates'>> {
  const manifest = MANIFEST.parse(JSON.parse(await fs.readFile(path.join(app.getAppPath(), 'package.json'), 'utf8')));
  const { electron, chrome, node } = process.versions;
  return { version: app.getVersion(), testBuild: manifest.testBuild === true, electron, chromium: chrome, node };
}
