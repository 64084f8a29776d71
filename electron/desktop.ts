import path from 'node:path';
import {
  app,
  type BrowserWindow,
  clipboard,
  dialog,
  type MessageBoxOptions,
  type OpenDialogOptions,
  shell,
} from 'electron';
import type { Desktop } from './ipc/desktop.ts';
import type { DesktopStrings } from './strings/en.ts';

/** The real desktop. Dialogs belong to the window and start in the folder that was used last. */
export function systemDesktop(window: () => BrowserWindow | null, words: () => DesktopStrings): Desktop {
  let lastFolder: string | undefined;

  const choose = async (options: OpenDialogOptions): Promise<readonly string[]> => {
    const owner = window();
    const { canceled, filePaths } = await (owner === null
      ? dialog.showOpenDialog(options)
      : dialog.showOpenDialog(owner, options));
    return canceled ? [] : filePaths;
  };
  const chooseFiles = async (title: string, properties: 'multiSelections'[]): Promise<readonly string[]> => {
    const start = lastFolder === undefined ? {} : { defaultPath: lastFolder };
    const files = await choose({ title, properties: ['openFile', ...properties], ...start });
    if (files[0] !== undefined) lastFolder = path.dirname(files[0]);
    return files;
  };

  return {
    chooseFiles: () => chooseFiles(words().dialogs.addLayers, ['multiSelections']),
    chooseFolders: async () => {
      const start = lastFolder === undefined ? {} : { defaultPath: lastFolder };
      const folders = await choose({
        title: words().dialogs.addFolders,
        properties: ['openDirectory', 'multiSelections'],
        ...start,
      });
      if (folders[0] !== undefined) lastFolder = path.dirname(folders[0]);
      return folders;
    },
    chooseFile: async () => (await chooseFiles(words().dialogs.chooseSource, []))[0] ?? null,
    chooseFolder: async (startAt) => {
      const options: OpenDialogOptions = {
        title: words().dialogs.chooseStore,
        defaultPath: startAt,
        properties: ['openDirectory', 'createDirectory'],
      };
      return (await choose(options))[0] ?? null;
    },
    chooseTarget: async (name) => {
      const owner = window();
      const options = { title: words().dialogs.exportLog, defaultPath: name };
      const { canceled, filePath } = await (owner === null
        ? dialog.showSaveDialog(options)
        : dialog.showSaveDialog(owner, options));
      return canceled || filePath === '' ? null : filePath;
    },
    chooseWatched: async (startAt) => {
      const options: OpenDialogOptions = { title: words().dialogs.chooseWatched, properties: ['openDirectory'] };
      return (await choose(startAt === '' ? options : { ...options, defaultPath: startAt }))[0] ?? null;
    },
    reveal: (file) => shell.showItemInFolder(file),
    // From Electron 44 on the clipboard answers with promises.
    copyText: async (text) => clipboard.writeText(text),
    askQuit: async (count) => {
      const { message, detail, quit, stay, ask } = words().quit;
      const owner = window();
      const options: MessageBoxOptions = {
        type: 'question',
        message: message(count),
        detail,
        buttons: [quit, stay],
        defaultId: 0,
        cancelId: 1,
        checkboxLabel: ask,
        checkboxChecked: true,
      };
      const { response, checkboxChecked } = await (owner === null
        ? dialog.showMessageBox(options)
        : dialog.showMessageBox(owner, options));
      return { quit: response === 0, askAgain: checkboxChecked };
    },
    readText: async () => clipboard.readText(),
    home: app.getPath('home'),
  };
}
