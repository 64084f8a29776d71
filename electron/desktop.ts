import path from 'node:path';
import { app, type BrowserWindow, clipboard, dialog, type OpenDialogOptions, shell } from 'electron';
import type { Desktop } from './ipc/desktop.ts';

/** The real desktop. Dialogs belong to the window and start in the folder that was used last. */
export function systemDesktop(window: () => BrowserWindow | null): Desktop {
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
    chooseFiles: () => chooseFiles('Add layers', ['multiSelections']),
    chooseFolders: async () => {
      const start = lastFolder === undefined ? {} : { defaultPath: lastFolder };
      const folders = await choose({
        title: 'Add the layers of folders',
        properties: ['openDirectory', 'multiSelections'],
        ...start,
      });
      if (folders[0] !== undefined) lastFolder = path.dirname(folders[0]);
      return folders;
    },
    chooseFile: async () => (await chooseFiles('Choose the source of this upload', []))[0] ?? null,
    chooseFolder: async (startAt) => {
      const options: OpenDialogOptions = {
        title: 'Choose a store',
        defaultPath: startAt,
        properties: ['openDirectory', 'createDirectory'],
      };
      return (await choose(options))[0] ?? null;
    },
    chooseWatched: async (startAt) => {
      const options: OpenDialogOptions = { title: 'Choose a folder to watch', properties: ['openDirectory'] };
      return (await choose(startAt === '' ? options : { ...options, defaultPath: startAt }))[0] ?? null;
    },
    reveal: (file) => shell.showItemInFolder(file),
    // From Electron 44 on the clipboard answers with promises.
    copyText: async (text) => clipboard.writeText(text),
    readText: async () => clipboard.readText(),
    home: app.getPath('home'),
  };
}
