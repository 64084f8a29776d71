import { parseTagName, type TagName } from '../../shared/names.ts';

/** A tag that a test knows to be one. */
export function tagName(text: string): TagName {
  const tag = parseTagName(text);
  if (tag === null) throw new Error(`no tag: ${text}`);
  return tag;
}
