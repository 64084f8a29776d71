import type { AddItem, AddOutcome, AddRequest, Candidate } from '../../shared/ipc.ts';
import { checkDigest, checkRepository } from './validation.ts';

/** What a person has entered into the add sheet so far. */
export interface Draft {
  readonly repository: string;
  readonly finishBySelf: boolean;
  /** Tokens that were taken off the list again. */
  readonly dropped: ReadonlySet<string>;
  /** Digests typed by hand; a token without one keeps what was found beside its file. */
  readonly digests: ReadonlyMap<string, string>;
  /** Repositories of single files, by token; empty or absent for the one of all. */
  readonly repositories: ReadonlyMap<string, string>;
  /** Outcomes of a first try that did not work for every file. */
  readonly outcomes: ReadonlyMap<string, AddOutcome>;
}

/** The digest text of a candidate: typed, found, or empty. */
export function digestTextOf(draft: Draft, candidate: Candidate): string {
  return draft.digests.get(candidate.token) ?? candidate.digest?.value ?? '';
}

/** The repository of this file alone; empty when it goes where all go. */
export function ownRepositoryOf(draft: Draft, { token }: Candidate): string {
  return draft.repositories.get(token)?.trim() ?? '';
}

/** Whether the candidate can be added at all. */
export function isUsable(candidate: Candidate): boolean {
  return candidate.error === null && candidate.size !== null && candidate.duplicateOf === null;
}

/** The candidates to show: usable ones first, each group in the order in which they came. */
export function shownCandidates(
  candidates: readonly Candidate[],
  draft: Pick<Draft, 'dropped' | 'outcomes'>,
): readonly Candidate[] {
  const kept = candidates.filter(
    ({ token }) => !draft.dropped.has(token) && (draft.outcomes.get(token)?.id ?? null) === null,
  );
  return [...kept.filter(isUsable), ...kept.filter((candidate) => !isUsable(candidate))];
}

/** The request to send, or null while something has to be corrected first. */
export function requestOf(candidates: readonly Candidate[], draft: Draft): AddRequest | null {
  const repository = checkRepository(draft.repository);
  const usable = candidates.filter(isUsable);
  if (!repository.ok || usable.length === 0) return null;
  const items: AddItem[] = [];
  for (const candidate of usable) {
    const digest = checkDigest(digestTextOf(draft, candidate));
    const own = ownRepositoryOf(draft, candidate);
    const checked = own === '' ? null : checkRepository(own);
    if (!digest.ok || checked?.ok === false) return null;
    items.push({ token: candidate.token, digest: digest.value, repository: checked?.value ?? null });
  }
  return { repository: repository.value, finishBySelf: draft.finishBySelf, items };
}
