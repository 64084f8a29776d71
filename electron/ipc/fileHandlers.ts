import type { Desktop } from './desktop.ts';
import type { OfferedFiles } from './givenFiles.ts';
import type { Handlers } from './handle.ts';
import { type FileInspection, inspectFiles } from './inspectFiles.ts';

export interface FileHandlersOptions {
  readonly inspection: FileInspection;
  readonly desktop: Desktop;
  readonly offered: OfferedFiles;
}

/** The ways in which files come to the window. */
export function fileHandlers({ inspection, desktop, offered }: FileHandlersOptions) {
  return {
    'files:choose': async () => inspectFiles(await desktop.chooseFiles(), inspection),
    'files:inspect': (paths) => inspectFiles(paths, inspection),
    'files:offered': () => offered.take(),
  } satisfies Partial<Handlers>;
}
