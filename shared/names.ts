import type { Brand } from './brand.ts';
import { LayerliftError } from './errors.ts';

/** A repository inside a store, e.g. `library/ubuntu`: safe as a relative path. */
export type RepositoryName = Brand<string, 'RepositoryName'>;

/** The folder name of an upload: a UUID in lower case, the only form that a registry's purge recognises. */
export type UploadId = Brand<string, 'UploadId'>;

/** A tag of a repository, e.g. `latest`: safe as the name of a folder. */
export type TagName = Brand<string, 'TagName'>;

/** Total length of a repository name (distribution's NameTotalLengthMax). */
export const REPOSITORY_NAME_MAX = 255;

/**
 * distribution's path grammar in its version-3 form: the separator may not be empty, which keeps a backtracking
 * engine linear. A leading registry host is refused: a store on disk has none, and the driver's own grammar has no
 * colon.
 */
const COMPONENT = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;

/**
 * Parses a repository name.
 * @throws LayerliftError `REPOSITORY_INVALID` with `reason`: `empty`, `length`, `case` or `form`, and the offending
 * `component` where one can be named.
 */
export function parseRepositoryName(text: string): RepositoryName {
  const refuse = (reason: string, component = ''): never => {
    throw new LayerliftError('REPOSITORY_INVALID', `not a repository name (${reason})`, {
      reason,
      component: component.slice(0, 100),
      text: text.slice(0, 300),
    });
  };
  if (text === '') return refuse('empty');
  if (text.length > REPOSITORY_NAME_MAX) return refuse('length');
  for (const component of text.split('/')) {
    if (COMPONENT.test(component)) continue;
    return refuse(COMPONENT.test(component.toLowerCase()) ? 'case' : 'form', component);
  }
  return text as RepositoryName;
}

const TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;

/** Parses a tag by distribution's grammar; null when it is none. */
export function parseTagName(text: string): TagName | null {
  return TAG.test(text) ? (text as TagName) : null;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * Parses the id of an upload.
 * @throws LayerliftError `UPLOAD_ID_INVALID`.
 */
export function parseUploadId(text: string): UploadId {
  if (!UUID.test(text)) {
    throw new LayerliftError('UPLOAD_ID_INVALID', 'not an upload id', { text: text.slice(0, 100) });
  }
  return text as UploadId;
}
