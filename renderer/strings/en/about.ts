/** Words of *About*: what the app is made of, its licences, and its updates. */
export const about = {
  title: 'About Layerlift',
  open: 'About…',
  purpose: 'Gets very large container layers into a registry store, and never starts over.',
  testBuild: 'A build for tests, on a runtime that nobody vouches for. Do not ship it.',
  parts: { version: 'Layerlift', digests: 'Digests', electron: 'Electron', chromium: 'Chromium', node: 'Node' },
  digestsNone: 'known once a store is open',
  updates: 'Updates',
  update: {
    none: 'This build does not update itself: it names no feed. Update it the way it was installed.',
    idle: 'Nothing is looked for unasked.',
    checking: 'Asking the feed…',
    current: 'This is the newest version.',
    downloading: (version: string, percent: number) => `Downloading ${version}: ${percent} %`,
    ready: (version: string) =>
      `${version} is downloaded. Installing pauses all uploads at a checkpoint; they go on afterwards.`,
    installing: 'Bringing all uploads to rest, then installing…',
    failed: 'No update could be had. Nothing was changed; the log says why.',
  },
  check: 'Check for updates',
  install: 'Pause, install and restart',
  licences: 'Licences',
  own: 'Layerlift has the MIT licence. It is built from the work of others, whose licences are:',
  licencesLabel: 'Licences of third parties',
  licencesNone: 'This app does not run from a package; the licences lie with the packages that it uses.',
  chromium: 'The licences of Electron and Chromium lie in the app’s folder.',
  close: 'Close',
} as const;
