import { explainInGerman } from '../../shared/errorWords.de.ts';
import { formatsOf } from '../../shared/format.ts';
import type { DesktopStrings } from './en.ts';

const { formatBytes, formatPercent, formatRate } = formatsOf('de');

const totals: DesktopStrings['tray']['totals'] = ({ moving, waiting, troubled, paused }) => {
  const parts = [
    ...(moving > 0 ? [`${moving} in Übertragung`] : []),
    ...(waiting > 0 ? [`${waiting} wartend`] : []),
    ...(troubled > 0 ? [`${troubled} gestört`] : []),
    ...(paused > 0 ? [`${paused} pausiert`] : []),
  ];
  return parts.length === 0 ? 'Keine Übertragung' : parts.join(' · ');
};

const uploads = (count: number): string => (count === 1 ? '1 Upload' : `${count} Uploads`);

/** German for `en.ts`. */
export const german: DesktopStrings = {
  dialogs: {
    addLayers: 'Layer hinzufügen',
    addFolders: 'Layer aus Ordnern hinzufügen',
    chooseWatched: 'Überwachten Ordner wählen',
    chooseSource: 'Quelle dieses Uploads wählen',
    chooseStore: 'Store wählen',
    exportLog: 'Protokoll sichern',
  },
  crashed: {
    message: 'Das Fenster hat mehrmals aufgehört zu arbeiten.',
    detail: 'Die Uploads gehen weiter. Das Fenster neu laden?',
    reload: 'Neu laden',
  },
  notifications: {
    explain: explainInGerman,
    uploads,
    finished: (name) => `Abgeschlossen: ${name}`,
    finishedInto: (bytes, repository) => `${formatBytes(bytes)} sind in ${repository}.`,
    finishedSeveral: (count) => `${uploads(count)} abgeschlossen`,
    names: (names, more) => `${names.join(', ')}${more > 0 ? ` und ${more} weitere` : ''}`,
  },
  tray: {
    totals,
    tooltip: (all) =>
      ['Layerlift', totals(all)].join(': ') +
      (all.fraction === null ? '' : `, ${formatPercent(all.fraction, 1)}`) +
      (all.bytesPerSecond > 0 ? `, ${formatRate(all.bytesPerSecond)}` : ''),
    show: 'Layerlift zeigen',
    pauseAll: 'Alle pausieren',
    resumeAll: 'Alle fortsetzen',
    quit: 'Beenden',
  },
  quit: {
    message: (count) => (count === 1 ? 'Ein Upload läuft noch.' : `${count} Uploads laufen noch.`),
    detail:
      'Sie werden mit einem Checkpoint pausiert und gehen weiter, wo sie waren, ohne dass ein Byte neu gehasht wird.',
    quit: 'Pausieren und beenden',
    stay: 'Weitermachen',
    ask: 'Beim nächsten Mal wieder fragen',
  },
  menu: {
    file: '&Datei',
    addLayers: 'Layer hinzufügen …',
    addFolders: 'Ordner hinzufügen …',
    chooseStore: 'Store wählen …',
    closeWindow: 'Fenster schließen',
    quit: 'Beenden',
    edit: '&Bearbeiten',
    undo: 'Rückgängig',
    redo: 'Wiederholen',
    cut: 'Ausschneiden',
    copy: 'Kopieren',
    paste: 'Einfügen',
    delete: 'Löschen',
    selectAll: 'Alles auswählen',
    upload: '&Upload',
    finish: 'Abschließen',
    pause: 'Pausieren',
    resume: 'Fortsetzen',
    startNow: 'Jetzt starten',
    stopRetrying: 'Nicht weiter versuchen',
    moveTop: 'Ganz nach oben',
    moveUp: 'Nach oben',
    moveDown: 'Nach unten',
    setFinishBySelf: 'Von selbst abschließen',
    attach: 'Quelle wählen …',
    setExpected: 'Erwarteter Digest …',
    verify: 'Vollständig neu prüfen',
    renew: 'Eine weitere Woche behalten',
    reveal: 'Im Ordner zeigen',
    copyDigest: 'Digest kopieren',
    dismiss: 'Aus der Liste nehmen',
    cancel: 'Upload abbrechen …',
    pauseAll: 'Alle pausieren',
    resumeAll: 'Alle fortsetzen',
    clearFinished: 'Abgeschlossene ausblenden',
    find: 'Suchen',
    showUploads: 'Uploads',
    showHistory: 'Verlauf',
    showSettings: 'Einstellungen …',
    showLog: 'Protokoll',
    toggleInspector: 'Inspektor',
    view: '&Ansicht',
    reload: 'Neu laden',
    devTools: 'Entwicklerwerkzeuge',
    actualSize: 'Originalgröße',
    zoomIn: 'Vergrößern',
    zoomOut: 'Verkleinern',
    fullScreen: 'Vollbild',
    window: '&Fenster',
    minimize: 'Minimieren',
    zoom: 'Zoomen',
    toFront: 'Alle nach vorne bringen',
    help: '&Hilfe',
    about: 'Über Layerlift',
    checkForUpdates: 'Nach Updates suchen …',
    noUpdates: 'Diese Ausgabe aktualisiert sich nicht selbst',
    services: 'Dienste',
    hide: 'Layerlift ausblenden',
    hideOthers: 'Andere ausblenden',
    showAll: 'Alle einblenden',
  },
};
