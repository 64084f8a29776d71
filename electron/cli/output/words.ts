import type { ErrorCode, ErrorInfo } from '../../../shared/errors.ts';
import { type ErrorWords, explain } from '../../../shared/errorWords.ts';

export { visible } from '../../../shared/visible.ts';

/** Remedies that name a command, where the window's name a button; `ID` stands for the upload's id. */
const REMEDIES: { readonly [code in ErrorCode]?: string } = {
  UPLOAD_UNKNOWN: '“layerlift list” shows the uploads that there are.',
  UPLOAD_EXISTS: 'Go on with it: layerlift resume ID. Or cancel it: layerlift cancel ID.',
  UPLOAD_DAMAGED: '“layerlift cancel ID” removes it; then upload the layer again. No other upload is touched.',
  DIGEST_MISMATCH:
    'The data stays. “layerlift finish ID --digest DIGEST” with the right digest finishes it, “layerlift cancel ID” removes it.',
  SOURCE_NOT_FOUND: 'Put it back, or resume with --source FILE to say where it is now.',
  SOURCE_CHANGED: 'Resume with --source FILE to name the original, or cancel the upload.',
  SOURCE_DIFFERS: 'Resume with --source FILE to name the file that the upload began with.',
  STORE_MISSING: 'Connect its disk and try again, or name another folder with --store.',
  STORE_NOT_A_STORE: 'It holds other things. Name another folder with --store, or a new one inside it.',
};

/** What to tell a person at a terminal about a failure. */
function explainHere(error: Pick<ErrorInfo, 'code' | 'details'>): ErrorWords {
  const words = explain(error);
  const { id } = error.details;
  const remedy = REMEDIES[error.code] ?? words.remedy;
  return { title: words.title, remedy: typeof id === 'string' ? remedy.replaceAll('ID', id) : remedy };
}

/** One line: what happened, and what to do. */
export function sentenceFor(error: Pick<ErrorInfo, 'code' | 'details'>): string {
  const { title, remedy } = explainHere(error);
  return `${title}. ${remedy}`;
}
