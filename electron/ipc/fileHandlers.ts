import { LayerliftError } from '../../shared/errors.ts';
import type { Offer } from '../../shared/ipc.ts';
import type { Intake } from '../intake/intake.ts';
import { pathsInText } from '../intake/pathsInText.ts';
import type { Desktop } from './desktop.ts';
import type { OfferedFiles } from './givenFiles.ts';
import type { Handlers } from './handle.ts';

export interface FileHandlersOptions {
  readonly intake: Intake;
  readonly desktop: Desktop;
  readonly offered: OfferedFiles;
  /** Called when files come: uploads will follow. */
  readonly prepare: () => void;
}

/** The ways in which files come to the window. */
export function fileHandlers({ intake, desktop, offered, prepare }: FileHandlersOptions) {
  const take = (paths: readonly string[]): Promise<Offer> => {
    prepare();
    // What a page has asked for ends with the page.
    return intake.take(paths, offered.pageGone);
  };
  const takeChosen = async (paths: readonly string[]): Promise<Offer | null> =>
    paths.length === 0 ? null : take(paths);
  return {
    'files:choose': async () => takeChosen(await desktop.chooseFiles()),
    'files:chooseFolders': async () => takeChosen(await desktop.chooseFolders()),
    'files:inspect': take,
    // Read here and not by the page: what a page names it might have made up, what a person copied it cannot.
    'files:paste': async () => {
      const paths = pathsInText(await desktop.readText(), desktop.home);
      if (paths.length === 0) throw new LayerliftError('CLIPBOARD_NO_FILES', 'the clipboard names no files');
      return take(paths);
    },
    'files:offered': () => {
      intake.announce();
      return offered.take();
    },
    'files:proceed': (id) => intake.proceed(id),
    'files:stop': (id) => intake.stop(id),
  } satisfies Partial<Handlers>;
}
