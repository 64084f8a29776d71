// What a bare Electron runtime runs when it is started as `electron [-r module] [switches] <app> [arguments]`.
// Electron's own default app is not part of the fallback runtime, so this one takes its place.
//
// It is an ES module that awaits the app on purpose: Electron holds back its `ready` event until the entry module has
// finished, and some calls (protocol.registerSchemesAsPrivileged) are only allowed before `ready`.
import fs from 'node:fs';
import { Module } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron/main';

/** Splits the command line; the first word that is no switch names the app, what follows belongs to the app. */
function parseCommandLine(words) {
  const preload = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index];
    if (word === '-r' || word === '--require') {
      index += 1;
      preload.push(words[index]);
    } else if (word === '-v' || word === '--version') {
      return { print: `v${process.versions.electron}` };
    } else if (word === '-a' || word === '--abi') {
      return { print: process.versions.modules };
    } else if (!word.startsWith('-')) {
      return { preload, target: path.resolve(word) };
    }
  }
  return { preload, target: undefined };
}

/** Takes over the app's name and version, and returns the file to run. */
function adopt(target) {
  const manifest = path.join(target, 'package.json');
  const entry = Module._resolveFilename(target, null, true);
  if (!fs.existsSync(manifest)) {
    app.setAppPath(path.dirname(entry));
    return entry;
  }
  const { name, productName, version, desktopName } = JSON.parse(fs.readFileSync(manifest, 'utf8'));
  if (version) app.setVersion(version);
  if (productName ?? name) app.setName(productName ?? name);
  app.setDesktopName(desktopName ?? `${app.name}.desktop`);
  app.setAppPath(target);
  return entry;
}

// Parsed before the preloads run: a test driver's preload edits process.argv.
const commandLine = parseCommandLine(process.argv.slice(1));

if (commandLine.print !== undefined) {
  console.log(commandLine.print);
  process.exit(0);
}
if (commandLine.preload.length > 0) Module._preloadModules(commandLine.preload);
if (commandLine.target === undefined) {
  console.error('usage: electron [-r module] [switches] <app folder or file> [arguments]');
  process.exit(2);
}
Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true, configurable: false });
try {
  await import(pathToFileURL(adopt(commandLine.target)).href);
} catch (error) {
  console.error('The app could not be loaded:', error);
  process.exit(1);
}
