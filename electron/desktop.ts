import path from 'node:path';
import { type BrowserWindow, clipboard, dialog, type OpenDialogOptions, shell } from 'electron';
import type { Desktop } from './ipc/desktop.ts';
import type { DesktopStrings } from './strings/en.ts';

/** The real desktop. Dialogs belong to the window and start in the folder that was used last. */
export function systemDesktop(window: () => BrowserWindow | null, words: () => DesktopStrings['dialogs']): Desktop {
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
    chooseFiles: () => chooseFiles(words().addLayers, ['multiSelections']),
    chooseFile: async () => (await chooseFiles(words().chooseSource, []))[0] ?? null,
    chooseFolder: async (startAt) => {
      const options: OpenDialogOptions = {
        title: words().chooseStore,
        defaultPath: startAt,
        properties: ['openDirectory', 'createDirectory'],
      };
      return (await choose(options))[0] ?? null;
    },
    reveal: (file) => shell.showItemInFolder(file),
    // From Electron 44 on this answers with a promise.
    copyText: async (text) => clipboard.writeText(text),
  };
}
