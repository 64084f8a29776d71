import type { Candidate } from '../../shared/ipc.ts';
import { parseRepositoryName } from '../../shared/names.ts';
import type { Settings } from '../../shared/settings.ts';
import type { StoreSession } from '../storeSession.ts';
import { addUploads } from './addUploads.ts';
import { type FileInspection, inspectFiles } from './inspectFiles.ts';

/**
 * Candidates that main shows on its own account. They wait until the window asks for the first time, and are pushed
 * from then on; a window that reloads asks again.
 */
export class OfferedFiles {
  readonly #push: (candidates: readonly Candidate[]) => void;
  #waiting: readonly Candidate[] = [];
  #listening = false;

  constructor(push: (candidates: readonly Candidate[]) => void) {
    this.#push = push;
  }

  offer(candidates: readonly Candidate[]): void {
    if (candidates.length === 0) return;
    if (this.#listening) this.#push(candidates);
    else this.#waiting = [...this.#waiting, ...candidates];
  }

  /** What waits, for a window that listens from now on. */
  take(): readonly Candidate[] {
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#listening = true;
    return waiting;
  }

  /** The page is gone or loads anew. */
  stopPushing(): void {
    this.#listening = false;
  }
}

export interface GivenFilesOptions {
  readonly session: Pick<StoreSession, 'settled' | 'managerOrNull'>;
  readonly inspection: FileInspection;
  readonly offered: OfferedFiles;
  readonly settings: () => Settings;
}

/**
 * Takes files that were given when starting the app. With a repository, `wanted` or remembered, they are queued at
 * once; without one, and where a file cannot be queued or is being uploaded already, a person decides in the window.
 * @param wanted a repository's name that has been parsed; empty when none was given.
 */
export async function takeGivenFiles(
  files: readonly string[],
  wanted: string,
  { session, inspection, offered, settings }: GivenFilesOptions,
): Promise<void> {
  if (files.length === 0) return;
  await session.settled();
  const manager = session.managerOrNull();
  const candidates = await inspectFiles(files, inspection);
  const repository = wanted === '' ? settings().repository : wanted;
  if (manager === null || repository === '') return offered.offer(candidates);
  const ready = candidates.filter(({ error, duplicateOf }) => error === null && duplicateOf === null);
  const items = ready.map(({ token, digest }) => ({ token, digest: digest?.value ?? null }));
  const { finishBySelf } = settings();
  const request = { items, finishBySelf };
  const outcomes = await addUploads(manager, inspection.tokens, parseRepositoryName(repository), request);
  const errors = new Map(outcomes.map(({ token, error }) => [token, error]));
  const left = candidates.map((candidate) => ({
    ...candidate,
    error: candidate.error ?? errors.get(candidate.token) ?? null,
  }));
  offered.offer(left.filter(({ error, duplicateOf }) => error !== null || duplicateOf !== null));
}
