import type { UpdateView } from '../shared/about.ts';
import { fromErrorInfo } from '../shared/errors.ts';
import type { IntakeView } from '../shared/intake.ts';
import type { CommandName, Commands, Envelope, LayerliftApi, Offer, StatePatch } from '../shared/ipc.ts';
import type { MenuCommand } from '../shared/menuCommands.ts';
import type { UploadId } from '../shared/names.ts';

declare global {
  interface Window {
    readonly layerlift: LayerliftApi<File>;
  }
}

/** Commands that the window can call by name; files go through `inspectFiles`. */
export type CallName = Exclude<CommandName, 'files:inspect'>;

/** The window's door to the main process, with failures as rejections. */
export interface Bridge {
  /** Resolves with the command's result. Rejects with the LayerliftError that main reported. */
  call<Name extends CallName>(name: Name, ...args: Parameters<Commands[Name]>): Promise<ReturnType<Commands[Name]>>;
  /** Turns dropped or pasted files into candidates. Rejects with LayerliftError. */
  inspectFiles(files: readonly File[]): Promise<Offer>;
  /** Returns its own disposer. */
  onPatch(listener: (patch: StatePatch) => void): () => void;
  /** Returns its own disposer. */
  onOffered(listener: (offer: Offer) => void): () => void;
  /** Returns its own disposer. */
  onIntake(listener: (intake: IntakeView | null) => void): () => void;
  /** Returns its own disposer. */
  onStoreWanted(listener: () => void): () => void;
  /** Returns its own disposer. */
  onUpdates(listener: (view: UpdateView) => void): () => void;
  /** Returns its own disposer. */
  onShowAbout(listener: () => void): () => void;
  /** Something was chosen in the application menu. Returns its own disposer. */
  onMenu(listener: (command: MenuCommand) => void): () => void;
  /** Main asks to show an upload. Returns its own disposer. */
  onShow(listener: (id: UploadId) => void): () => void;
  /** `process.platform` of the main process. */
  readonly platform: string;
}

function unwrap<T>(envelope: Envelope<T>): T {
  if (envelope.ok) return envelope.value;
  throw fromErrorInfo(envelope.error);
}

type AnyCommand = (...args: readonly unknown[]) => Promise<Envelope<unknown>>;

/** Wraps the API that the preload script provides. The only place that touches `window.layerlift`. */
export function createBridge(api: LayerliftApi<File> = window.layerlift): Bridge {
  return {
    async call<Name extends CallName>(name: Name, ...args: Parameters<Commands[Name]>) {
      // The mapped type ties each method to its own command; TypeScript cannot follow that through a generic key.
      const method = api[name] as unknown as AnyCommand;
      return unwrap(await method(...args)) as ReturnType<Commands[Name]>;
    },
    inspectFiles: async (files) => unwrap(await api.inspectFiles(files)),
    onPatch: (listener) => api.onPatch(listener),
    onOffered: (listener) => api.onOffered(listener),
    onStoreWanted: (listener) => api.onStoreWanted(listener),
    onUpdates: (listener) => api.onUpdates(listener),
    onShowAbout: (listener) => api.onShowAbout(listener),
    onMenu: (listener) => api.onMenu(listener),
    onShow: (listener) => api.onShow(listener),
    onIntake: (listener) => api.onIntake(listener),
    platform: api.platform,
  };
}
