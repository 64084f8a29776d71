import os from 'node:os';
import path from 'node:path';
import { app, ipcMain, nativeTheme, session as sessions } from 'electron';
import { type ErrorInfo, toErrorInfo } from '../shared/errors.ts';
import { languageFor } from '../shared/language.ts';
import { parseRepositoryName } from '../shared/names.ts';
import { nextZoom, type Settings } from '../shared/settings.ts';
import { AppMenu } from './appMenu.ts';
import { registerAppScheme, serveApp } from './appProtocol.ts';
import { Closing } from './closing.ts';
import { parseCommandLine } from './commandLine.ts';
import { installCrashHandlers } from './crashHandlers.ts';
import { systemDesktop } from './desktop.ts';
import { ContentsReader } from './engine/contents/contentsReader.ts';
import { SerialQueue } from './engine/storage/serialQueue.ts';
import { findDigestBeside } from './engine/uploads/checksumFiles.ts';
import { probeStore } from './engine/uploads/probeStore.ts';
import { inspectSource } from './engine/uploads/source.ts';
import { UploadManager } from './engine/uploads/uploadManager.ts';
import { guardContents, guardSession } from './guards.ts';
import type { Handover } from './handover.ts';
import { Intake } from './intake/intake.ts';
import { aboutHandlers } from './ipc/aboutHandlers.ts';
import { catalogHandlers } from './ipc/catalogHandlers.ts';
import { contentsHandlers } from './ipc/contentsHandlers.ts';
import type { Engine } from './ipc/engineTypes.ts';
import { fileHandlers } from './ipc/fileHandlers.ts';
import { OfferedFiles, offerFiles, takeGivenFiles } from './ipc/givenFiles.ts';
import { handleCommands } from './ipc/handle.ts';
import { logHandlers } from './ipc/logHandlers.ts';
import { BATCH_MAX } from './ipc/schemas.ts';
import { settingsHandlers } from './ipc/settingsHandlers.ts';
import { StateFeed } from './ipc/stateFeed.ts';
import { storeHandlers } from './ipc/storeHandlers.ts';
import { Tokens } from './ipc/tokens.ts';
import { uploadHandlers } from './ipc/uploadHandlers.ts';
import { watchHandlers } from './ipc/watchHandlers.ts';
import { createLog } from './log.ts';
import { LogFile } from './logFile.ts';
import type { Presence } from './presence/presence.ts';
import { startPresence } from './presence/startPresence.ts';
import { endThrough } from './quit.ts';
import { QuitQuestion } from './quitQuestion.ts';
import { SettingsFile } from './settingsFile.ts';
import { becomeOnlyInstance } from './singleInstance.ts';
import { rememberedChoice } from './storeProfiles.ts';
import { StoreSession, type StoreTarget } from './storeSession.ts';
import { desktopStrings } from './strings/desktopStrings.ts';
import { goOnAfterUpdate, noteUploads } from './updates/afterUpdate.ts';
import { electronUpdateSource } from './updates/electronUpdater.ts';
import { hasFeed } from './updates/feed.ts';
import { Updates } from './updates/updates.ts';
import { readVersions } from './versions.ts';
import { addWatched } from './watch/addWatched.ts';
import { WatchService } from './watch/watchService.ts';
import { MainWindow } from './window.ts';
import { readWindowPlace, type WindowPlace, writeWindowPlace } from './windowBounds.ts';

const isDevelopment = !app.isPackaged;
const engine: Engine = { openManager: (options) => UploadManager.open(options), inspectSource, findDigestBeside };
const commandLine = parseCommandLine(process.argv.slice(1), process.cwd(), process.defaultApp === true);

/** Of the first instance only: another one must not write into the same files. */
let logFile: LogFile | null = null;
const log = createLog((words) => logFile?.add(words));

installCrashHandlers(log);
app.enableSandbox();
registerAppScheme();
guardContents();
for (const problem of commandLine.problems) log(`command line: ${problem}`);

/** Files that come before the app can take them wait for the start. */
let receive: ((handover: Handover) => void) | null = null;
const early: Handover[] = [];
const take = (handover: Handover): void => {
  if (receive === null) early.push(handover);
  else receive(handover);
};
// macOS hands files over by this event, the first ones before the app is ready.
app.on('open-file', (event, file) => {
  event.preventDefault();
  take({ repository: null, files: [file] });
});

const instance = becomeOnlyInstance(commandLine, take, log);
if (instance.only) {
  take(instance.given);
  app
    .whenReady()
    .then(start)
    .catch((error: unknown) => {
      log('cannot start', error);
      app.exit(1);
    });
} else {
  app.exit(instance.exitCode);
}

/** Puts the app together, step by step. */
async function start(): Promise<void> {
  const profile = app.getPath('userData');
  const file = new LogFile(path.join(profile, 'logs'), { home: app.getPath('home') });
  logFile = file;
  process.on('exit', () => file.settleNow());
  const versions = `Layerlift ${app.getVersion()}, Electron ${process.versions.electron}, ${process.platform} ${process.arch}, ${os.release()}`;
  file.add(`started: ${versions}`);
  const settingsFile = await SettingsFile.open(profile);
  const notices: ErrorInfo[] = settingsFile.notice === null ? [] : [settingsFile.notice];
  nativeTheme.themeSource = settingsFile.current.theme;

  serveApp(sessions.defaultSession, path.join(import.meta.dirname, '../renderer'), log);
  guardSession(sessions.defaultSession);

  const settings = (): Settings => settingsFile.current;
  // The page decides by `navigator.languages`, which is this one.
  const words = () => desktopStrings(languageFor(settings().language, [app.getLocale()]));
  const session: StoreSession = new StoreSession(firstStore(settings()), {
    engine,
    workerScript: new URL('./transferWorker.js', import.meta.url),
    catalogScript: new URL('./catalogWorker.js', import.meta.url),
    settings,
    onUploads: (change) => {
      feed.uploadsChanged(change);
      presence.uploadsChanged(change);
    },
    onStore: () => {
      feed.storeChanged();
      // What waits in the watched folder need not wait any longer.
      if (watch.view.state.kind === 'noStore' && session.managerOrNull() !== null) void watch.follow();
    },
    onCatalog: (change) => feed.catalogChanged(change),
    calm: () => window.painted,
    log,
  });
  const feed = new StateFeed(
    {
      uploads: () => session.uploads(),
      store: () => session.view(),
      settings,
      digester: () => session.digester(),
      watch: () => watch.view,
      notices: () => notices,
      catalog: () => session.catalogState(),
      version: app.getVersion(),
    },
    (patch) => window.send('state:patch', patch),
  );
  const follow = (now: Settings): void => {
    nativeTheme.themeSource = now.theme;
    window.zoom = now.zoom;
  };
  const watch: WatchService = new WatchService({
    profile,
    settings,
    add: (file) => addWatched(file, { session, engine, settings }),
    onView: () => feed.watchChanged(),
    log,
  });
  const changeSettings = async (change: Partial<Settings>): Promise<Settings> => {
    const now = await settingsFile.change(change);
    follow(now);
    session.followSettings();
    menu.show();
    presence.follow();
    feed.settingsChanged();
    void watch.follow();
    return now;
  };

  const contents = new ContentsReader(new URL('./contentsWorker.js', import.meta.url));
  const placeFile = path.join(profile, 'window.json');
  // One after the other: the last one counts.
  const places = new SerialQueue();
  const savePlace = (place: WindowPlace): Promise<void> =>
    places
      .run(() => writeWindowPlace(placeFile, place))
      .catch((error: unknown) => log(`cannot write ${placeFile}`, error));
  const closing = new Closing(async () => {
    const place = window.place;
    await watch.close();
    await contents.close();
    await session.close();
    presence.close();
    if (place !== null) await savePlace(place);
  }, log);
  const updates = new Updates({
    source: app.isPackaged && hasFeed(process.resourcesPath) ? () => electronUpdateSource(log) : null,
    comeToRest: async () => {
      await noteUploads(profile, session.uploads());
      await closing.begin();
      return closing.clean && session.closedCleanly;
    },
    restart: () => {
      app.relaunch();
      app.quit();
    },
    onChange: (view) => window.send('updates:changed', view),
    log,
  });
  const offered = new OfferedFiles((offer) => window.send('files:offered', offer));
  const window: MainWindow = new MainWindow({
    preload: path.join(import.meta.dirname, '../preload/preload.cjs'),
    place: await readWindowPlace(placeFile, log),
    isDevelopment,
    mayClose: () => {
      if (!closing.done) app.quit();
      return closing.done;
    },
    onPageLost: () => offered.stopPushing(),
    onPlaced: (place) => void savePlace(place),
    zoom: () => settings().zoom,
    words,
    log,
  });
  const desktop = systemDesktop(() => window.browserWindow, words);
  const question = new QuitQuestion({
    uploads: () => session.uploads(),
    wanted: () => settings().askBeforeQuit,
    ask: (count) => desktop.askQuit(count),
    neverAgain: () => changeSettings({ askBeforeQuit: false }),
    log,
  });
  endThrough(closing, window.browserWindow, () => question.mayEnd());
  const presence: Presence = startPresence({ window, session, settings, words, log, note: (text) => file.add(text) });
  app.on('second-instance', () => window.focus());

  const tokens = new Tokens(2 * BATCH_MAX);
  const duplicateOf = (file: string) => session.managerOrNull()?.duplicateOf(file) ?? null;
  const intake = new Intake({ engine, tokens, duplicateOf, log }, (view) => window.send('files:intake', view));
  const stores = storeHandlers({
    session,
    desktop,
    settings,
    change: changeSettings,
    suggested: path.join(app.getPath('home'), 'Layerlift'),
    probe: probeStore,
  });
  const fromMenu = (name: string, work: () => Promise<unknown>) => () => {
    work().catch((error: unknown) => log(name, error));
  };
  const addChosen = (choose: () => Promise<readonly string[]>) => async (): Promise<void> =>
    offerFiles(await choose(), intake, offered);
  const menu = new AppMenu(() => ({
    platform: process.platform,
    isDevelopment,
    words: words().menu,
    addLayers: fromMenu('add layers', addChosen(desktop.chooseFiles)),
    addFolders: fromMenu('add folders', addChosen(desktop.chooseFolders)),
    chooseStore: () => window.send('store:wanted', null),
    showAbout: () => window.send('app:showAbout', null),
    checkForUpdates:
      updates.view.kind === 'none'
        ? null
        : fromMenu('check for updates', async () => {
            window.send('app:showAbout', null);
            await updates.check();
          }),
    zoom: (to) => {
      const zoom = to === 'reset' ? 1 : nextZoom(settings().zoom, to);
      fromMenu('zoom', () => changeSettings({ zoom }))();
    },
    send: (command) => window.send('menu:command', command),
  }));
  handleCommands(
    ipcMain,
    {
      'state:snapshot': () => feed.snapshot(),
      ...fileHandlers({ intake, desktop, offered, prepare: () => void session.managerOrNull()?.prepare() }),
      ...uploadHandlers({
        session,
        tokens,
        desktop,
        remember: (choice) => changeSettings(rememberedChoice(settings(), session.view().root, choice)),
        log,
      }),
      ...contentsHandlers({ session, reader: contents }),
      ...settingsHandlers(changeSettings),
      'menu:offer': (possible) => menu.offer(new Set(possible)),
      ...logHandlers({ file, desktop, head: versions }),
      ...watchHandlers({ desktop, settings, change: changeSettings }),
      ...stores,
      ...catalogHandlers({ session, desktop, settings }),
      ...aboutHandlers({ log, versions: await readVersions(), resources: process.resourcesPath, updates }),
    },
    (event) => window.isSender(event),
    log,
  );

  menu.show();

  void session.open().then(() => goOnAfterUpdate(profile, session.managerOrNull(), log));
  void watch.follow();

  receive = ({ repository, files }) => {
    const { wanted, error } = parseWanted(repository);
    if (error !== null) {
      log('--repository', error.message);
      notices.push(error);
    }
    takeGivenFiles(files, wanted, { session, intake, tokens, offered, settings }).catch((failure: unknown) =>
      log('cannot take the files that were given', failure),
    );
  };
  for (const handover of early) receive(handover);
}

/** The store of the command line, or of the settings; none at the first start, when a person chooses one. */
function firstStore({ store }: Settings): StoreTarget {
  if (commandLine.store !== null) return { root: commandLine.store, creation: 'whenEmpty' };
  return { root: store, creation: 'never' };
}

/** A name that cannot be used counts as none, and is said in the window. */
function parseWanted(repository: string | null): { readonly wanted: string; readonly error: ErrorInfo | null } {
  if (repository === null) return { wanted: '', error: null };
  try {
    return { wanted: parseRepositoryName(repository), error: null };
  } catch (error) {
    return { wanted: '', error: toErrorInfo(error) };
  }
}
