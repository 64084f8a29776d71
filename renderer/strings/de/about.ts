import type { Strings } from '../en.ts';

/** German for `en/about.ts`. */
export const about: Strings['about'] = {
  title: 'Über Layerlift',
  open: 'Über Layerlift …',
  purpose: 'Bringt sehr große Container-Layer in den Store einer Registry und beginnt nie von vorn.',
  testBuild: 'Ein Build für Tests, auf einer Laufzeit, für die niemand bürgt. Geben Sie ihn nicht weiter.',
  parts: { version: 'Layerlift', digests: 'Digests', electron: 'Electron', chromium: 'Chromium', node: 'Node' },
  digestsNone: 'bekannt, sobald ein Store offen ist',
  updates: 'Updates',
  update: {
    none: 'Dieser Build aktualisiert sich nicht selbst: Er nennt keinen Feed. Aktualisieren Sie ihn so, wie er installiert wurde.',
    idle: 'Ungefragt wird nach nichts gesucht.',
    checking: 'Der Feed wird gefragt …',
    current: 'Das ist die neueste Version.',
    downloading: (version, percent) => `${version} wird geladen: ${percent} %`,
    ready: (version) =>
      `${version} ist geladen. Das Installieren pausiert alle Uploads mit einem Checkpoint; danach gehen sie weiter.`,
    installing: 'Alle Uploads werden zur Ruhe gebracht, dann wird installiert …',
    failed: 'Es war kein Update zu bekommen. Nichts wurde geändert; das Protokoll sagt, warum.',
  },
  check: 'Nach Updates suchen',
  install: 'Pausieren, installieren und neu starten',
  licences: 'Lizenzen',
  own: 'Layerlift steht unter der MIT-Lizenz. Es ist aus der Arbeit anderer gebaut, deren Lizenzen sind:',
  licencesLabel: 'Lizenzen Dritter',
  licencesNone: 'Diese App läuft nicht aus einem Paket; die Lizenzen liegen bei den Paketen, die sie verwendet.',
  chromium: 'Die Lizenzen von Electron und Chromium liegen im Ordner der App.',
  close: 'Schließen',
};
