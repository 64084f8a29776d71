import path from 'node:path';
import { app, ipcMain, Menu, nativeTheme, session as sessions } from 'electron';
import { type ErrorInfo, toErrorInfo } from '../shared/errors.ts';
import { parseRepositoryName } from '../shared/names.ts';
import type { Settings } from '../shared/settings.ts';
import { registerAppScheme, serveApp } from './appProtocol.ts';
import { Closing } from './closing.ts';
import { parseCommandLine } from './commandLine.ts';
import { installCrashHandlers } from './crashHandlers.ts';
import { systemDesktop } from './desktop.ts';
import { ContentsReader } from './engine/contents/contentsReader.ts';
import { findDigestBeside } from './engine/uploads/checksumFiles.ts';
import { inspectSource } from './engine/uploads/source.ts';
import { UploadManager } from './engine/uploads/uploadManager.ts';
import { guardContents, guardSession } from './guards.ts';
import type { Handover } from './handover.ts';
import { contentsHandlers } from './ipc/contentsHandlers.ts';
import type { Engine } from './ipc/engineTypes.ts';
import { fileHandlers } from './ipc/fileHandlers.ts';
import { OfferedFiles, takeGivenFiles } from './ipc/givenFiles.ts';
import { handleCommands } from './ipc/handle.ts';
import { inspectFiles } from './ipc/inspectFiles.ts';
import { BATCH_MAX } from './ipc/schemas.ts';
import { settingsHandlers } from './ipc/settingsHandlers.ts';
import { StateFeed } from './ipc/stateFeed.ts';
import { storeHandlers } from './ipc/storeHandlers.ts';
import { Tokens } from './ipc/tokens.ts';
import { uploadHandlers } from './ipc/uploadHandlers.ts';
import { log } from './log.ts';
import { menuTemplate } from './menu.ts';
import { endThrough } from './quit.ts';
import { SettingsFile } from './settingsFile.ts';
import { becomeOnlyInstance } from './singleInstance.ts';
import { StoreSession, type StoreTarget } from './storeSession.ts';
import { MainWindow } from './window.ts';
import { readWindowPlace, writeWindowPlace } from './windowBounds.ts';

const isDevelopment = !app.isPackaged;
const engine: Engine = { openManager: (options) => UploadManager.open(options), inspectSource, findDigestBeside };
const commandLine = parseCommandLine(process.argv.slice(1), process.cwd(), process.defaultApp === true);

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
  const settingsFile = await SettingsFile.open(profile);
  const notices: ErrorInfo[] = settingsFile.notice === null ? [] : [settingsFile.notice];
  nativeTheme.themeSource = settingsFile.current.theme;

  serveApp(sessions.defaultSession, path.join(import.meta.dirname, '../renderer'), log);
  guardSession(sessions.defaultSession);

  const settings = (): Settings => settingsFile.current;
  const session: StoreSession = new StoreSession(firstStore(settings()), {
    engine,
    workerScript: new URL('./transferWorker.js', import.meta.url),
    settings,
    onUploads: (change) => feed.uploadsChanged(change),
    onStore: () => feed.storeChanged(),
    log,
  });
  const feed = new StateFeed(
    {
      uploads: () => session.uploads(),
      store: () => session.view(),
      settings,
      digester: () => session.digester(),
      notices: () => notices,
      version: app.getVersion(),
    },
    (patch) => window.send('state:patch', patch),
  );
  const changeSettings = async (change: Partial<Settings>): Promise<Settings> => {
    const now = await settingsFile.change(change);
    nativeTheme.themeSource = now.theme;
    session.followSettings();
    feed.settingsChanged();
    return now;
  };

  const contents = new ContentsReader(new URL('./contentsWorker.js', import.meta.url));
  const placeFile = path.join(profile, 'window.json');
  const closing = new Closing(async () => {
    const place = window.place;
    await contents.close();
    await session.close();
    if (place !== null) await writeWindowPlace(placeFile, place);
  }, log);
  const offered = new OfferedFiles((candidates) => window.send('files:offered', candidates));
  const window: MainWindow = new MainWindow({
    preload: path.join(import.meta.dirname, '../preload/preload.cjs'),
    place: await readWindowPlace(placeFile, log),
    isDevelopment,
    mayClose: () => {
      if (!closing.done) app.quit();
      return closing.done;
    },
    onPageLost: () => offered.stopPushing(),
    log,
  });
  endThrough(closing, window.browserWindow);
  app.on('second-instance', () => window.focus());

  const tokens = new Tokens(2 * BATCH_MAX);
  const desktop = systemDesktop(() => window.browserWindow);
  const duplicateOf = (file: string) => session.managerOrNull()?.duplicateOf(file) ?? null;
  const inspection = { engine, tokens, duplicateOf, log };
  const stores = storeHandlers({ session, desktop, remember: (store) => changeSettings({ store }) });
  handleCommands(
    ipcMain,
    {
      'state:snapshot': () => feed.snapshot(),
      ...fileHandlers({ inspection, desktop, offered }),
      ...uploadHandlers({ session, tokens, desktop, remember: changeSettings, log }),
      ...contentsHandlers({ session, reader: contents }),
      ...settingsHandlers(changeSettings),
      ...stores,
    },
    (event) => window.isSender(event),
    log,
  );

  const fromMenu = (name: string, work: () => Promise<unknown>) => () => {
    work().catch((error: unknown) => log(name, error));
  };
  const addLayers = async (): Promise<void> =>
    offered.offer(await inspectFiles(await desktop.chooseFiles(), inspection));
  const menu = menuTemplate({
    platform: process.platform,
    isDevelopment,
    addLayers: fromMenu('add layers', addLayers),
    chooseStore: fromMenu('choose store', stores['store:choose']),
  });
  Menu.setApplicationMenu(Menu.buildFromTemplate(menu));

  void session.open();

  receive = ({ repository, files }) => {
    const { wanted, error } = parseWanted(repository);
    if (error !== null) {
      log('--repository', error.message);
      notices.push(error);
    }
    takeGivenFiles(files, wanted, { session, inspection, offered, settings }).catch((failure: unknown) =>
      log('cannot take the files that were given', failure),
    );
  };
  for (const handover of early) receive(handover);
}

/** The store of the command line, of the settings, or a folder in the person's home that is made at the first start. */
function firstStore({ store }: Settings): StoreTarget {
  if (commandLine.store !== null) return { root: commandLine.store, creation: 'whenEmpty' };
  if (store !== '') return { root: store, creation: 'never' };
  return { root: path.join(app.getPath('home'), 'Layerlift'), creation: 'whenEmpty' };
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
