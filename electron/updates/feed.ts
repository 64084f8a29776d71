import fs from 'node:fs';
import path from 'node:path';

/**
 * Whether this build names a feed of updates: electron-builder writes the release configuration's `publish` into the
 * package under this name, for electron-updater to read (electron.build/auto-update).
 */
export function hasFeed(resources: string): boolean {
  return fs.existsSync(path.join(resources, 'app-update.yml'));
}

/**
 * Whether an update may come from there. What is downloaded is checked against the feed's own SHA-512, so the feed
 * itself has to be beyond doubt: TLS, or this machine.
 */
export function isTrustworthy(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && ['127.0.0.1', '[::1]'].includes(url.hostname));
}
