/** What the handlers need of the person's desktop. Dialogs answer with nothing when the person closes them. */
export interface Desktop {
  chooseFiles(): Promise<readonly string[]>;
  /** Folders to take files from. */
  chooseFolders(): Promise<readonly string[]>;
  chooseFile(): Promise<string | null>;
  chooseFolder(startAt: string): Promise<string | null>;
  /** Where to save a file of this name. */
  chooseTarget(name: string): Promise<string | null>;
  /** The folder to watch. */
  chooseWatched(startAt: string): Promise<string | null>;
  /** Shows the file or folder in the file manager. */
  reveal(path: string): void;
  copyText(text: string): Promise<void>;
  /** The clipboard's plain text; empty when it has none. */
  readText(): Promise<string>;
  /** The person's own folder. */
  readonly home: string;
  /** Asks whether to end the app although `count` uploads are on their way. */
  askQuit(count: number): Promise<{ readonly quit: boolean; readonly askAgain: boolean }>;
}
