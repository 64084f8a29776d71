import type { Strings } from '../en.ts';

/** Worte über die App: woraus sie besteht, ihre Lizenzen, ihre Updates. */
export const about: Strings['about'] = {
  title: 'Über Layerlift',
  open: 'Über Layerlift …',
  purpose: 'Bringt sehr große Container-Layer in den Store einer Registry und fängt nie von vorn an.',
  testBuild: 'Eine Version für Tests, auf einer Laufzeit, für die niemand bürgt. Geben Sie sie nicht weiter.',
  parts: { version: 'Layerlift', digests: 'Digests', electron: 'Electron', chromium: 'Chromium', node: 'Node' },
  digestsNone: 'bekannt, sobald ein Store geöffnet ist',
  updates: 'Updates',
  update: {
    none: 'Diese Version aktualisiert sich nicht selbst: Sie nennt keine Quelle. Aktualisieren Sie sie so, wie sie installiert wurde.',
    idle: 'Ungefragt wird nach nichts gesucht.',
    checking: 'Die Quelle wird gefragt …',
    current: 'Das ist die neueste Version.',
    downloading: (version, percent) => `${version} wird geladen: ${percent} %`,
    ready: (version) =>
      `${version} ist geladen. Das Installieren pausiert alle Uploads mit einem Checkpoint; danach gehen sie weiter.`,
    installing: 'Alle Uploads kommen zur Ruhe, dann wird installiert …',
    failed: 'Kein Update war zu bekommen. Nichts wurde geändert; im Protokoll steht, warum.',
  },
  check: 'Nach Updates suchen',
  install: 'Pausieren, installieren und neu starten',
  licences: 'Lizenzen',
  own: 'Layerlift steht unter der MIT-Lizenz. Es baut auf der Arbeit anderer auf, deren Lizenzen diese sind:',
  licencesLabel: 'Lizenzen Dritter',
  licencesNone: 'Diese App läuft nicht aus einem Paket; die Lizenzen liegen bei den Paketen, die sie verwendet.',
  chromium: 'Die Lizenzen von Electron und Chromium liegen im Ordner der App.',
  close: 'Schließen',
};
