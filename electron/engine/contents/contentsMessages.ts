import type { Contents, ContentsRequest } from '../../../shared/contents.ts';
import type { ErrorInfo } from '../../../shared/errors.ts';
import type { Reach } from './growingFile.ts';

/** What is looked into. */
export interface ContentsTarget {
  /** Absolute path of the store. */
  readonly root: string;
  readonly reach: Reach;
}

/** To the thread that looks. */
export interface LookMessage {
  /** Comes back with the answer. */
  readonly seq: number;
  readonly target: ContentsTarget;
  readonly request: ContentsRequest;
}

/** From it. */
export type LookReply = { readonly seq: number } & (
  | { readonly ok: true; readonly contents: Contents }
  | { readonly ok: false; readonly error: ErrorInfo }
);
