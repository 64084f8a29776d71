import type { ErrorInfo } from '../../shared/errors.ts';
import { en } from '../strings/en.ts';

/** Why a store cannot be opened now, in few words. */
export function stateOf(error: ErrorInfo): string {
  return en.stores.states[error.code] ?? en.explain(error).title;
}
