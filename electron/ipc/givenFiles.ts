import { hasCode, LayerliftError, toErrorInfo } from '../../shared/errors.ts';
import { NOTHING_LEFT_OUT } from '../../shared/intake.ts';
import type { Offer } from '../../shared/ipc.ts';
import { parseRepositoryName } from '../../shared/names.ts';
import type { Settings } from '../../shared/settings.ts';
import type { Intake } from '../intake/intake.ts';
import type { StoreSession } from '../storeSession.ts';
import { addUploads } from './addUploads.ts';
import type { Tokens } from './tokens.ts';

/**
 * Files that main shows on its own account. They wait until the window asks for the first time, and are pushed from
 * then on; a window that reloads asks again.
 */
export class OfferedFiles {
  readonly #push: (offer: Offer) => void;
  #waiting: readonly Offer[] = [];
  #listening = false;
  #page = new AbortController();

  constructor(push: (offer: Offer) => void) {
    this.#push = push;
  }

  /** Aborted when the page that is there now is gone. */
  get pageGone(): AbortSignal {
    return this.#page.signal;
  }

  offer(offer: Offer): void {
    if (this.#listening) this.#push(offer);
    else this.#waiting = [...this.#waiting, offer];
  }

  /** What waits, for a window that listens from now on. */
  take(): readonly Offer[] {
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#listening = true;
    return waiting;
  }

  /** The page is gone or loads anew. */
  stopPushing(): void {
    this.#listening = false;
    this.#page.abort(new LayerliftError('CANCELLED', 'the page is gone'));
    this.#page = new AbortController();
  }
}

/**
 * Takes paths in and offers what comes of them, trouble too. A person who stops it is told nothing more.
 */
export async function offerFiles(paths: readonly string[], intake: Intake, offered: OfferedFiles): Promise<void> {
  const offer = paths.length === 0 ? null : await takeOrSay(paths, intake);
  if (offer !== null) offered.offer(offer);
}

async function takeOrSay(paths: readonly string[], intake: Intake): Promise<Offer | null> {
  try {
    return await intake.take(paths);
  } catch (error) {
    if (hasCode(error, 'CANCELLED')) return null;
    return { candidates: [], leftOut: NOTHING_LEFT_OUT, error: toErrorInfo(error) };
  }
}

export interface GivenFilesOptions {
  readonly session: Pick<StoreSession, 'settled' | 'managerOrNull'>;
  readonly intake: Intake;
  readonly tokens: Tokens;
  readonly offered: OfferedFiles;
  readonly settings: () => Settings;
}

/**
 * Takes files and folders that were given when starting the app. With a repository, `wanted` or remembered, they are
 * queued at once; without one, and where a file cannot be queued or is being uploaded already, a person decides in the
 * window.
 * @param wanted a repository's name that has been parsed; empty when none was given.
 */
export async function takeGivenFiles(
  files: readonly string[],
  wanted: string,
  { session, intake, tokens, offered, settings }: GivenFilesOptions,
): Promise<void> {
  if (files.length === 0) return;
  await session.settled();
  const offer = await takeOrSay(files, intake);
  if (offer === null) return;
  const manager = session.managerOrNull();
  const { candidates } = offer;
  const repository = wanted === '' ? settings().repository : wanted;
  const ready = candidates.filter(({ error, duplicateOf }) => error === null && duplicateOf === null);
  if (manager === null || repository === '' || ready.length === 0) return offered.offer(offer);
  const items = ready.map(({ token, digest }) => ({ token, digest: digest?.value ?? null, repository: null }));
  const { finishBySelf } = settings();
  const request = { items, finishBySelf };
  const outcomes = await addUploads(manager, tokens, parseRepositoryName(repository), request);
  const errors = new Map(outcomes.map(({ token, error }) => [token, error]));
  const left = candidates
    .map((candidate) => ({ ...candidate, error: candidate.error ?? errors.get(candidate.token) ?? null }))
    .filter(({ error, duplicateOf }) => error !== null || duplicateOf !== null);
  if (left.length > 0) offered.offer({ ...offer, candidates: left });
}
