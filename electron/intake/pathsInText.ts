import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** More text than this is no list of files. UTF-16 units. */
const TEXT_MAX = 4 * 1024 * 1024;

/**
 * The files that a text from the clipboard names: a line each, as an absolute path, as `~/…`, or as a `file:` URL, with
 * or without quotes around it. Lines that name none are passed over.
 * @param home the folder that `~` stands for.
 */
export function pathsInText(text: string, home: string): readonly string[] {
  if (text.length > TEXT_MAX) return [];
  const paths = text.split(/\r\n|[\n\r]/).flatMap((line) => pathIn(line.trim(), home) ?? []);
  return [...new Set(paths)];
}

function pathIn(line: string, home: string): string | null {
  const quoted = /^(["'])(.*)\1$/.exec(line)?.[2] ?? line;
  if (quoted.includes('\0')) return null;
  if (quoted.startsWith('~/')) return path.join(home, quoted.slice(2));
  if (quoted.startsWith('file:')) return pathOfUrl(quoted);
  return path.isAbsolute(quoted) ? path.normalize(quoted) : null;
}

function pathOfUrl(url: string): string | null {
  try {
    const file = fileURLToPath(url);
    return file.includes('\0') ? null : file;
  } catch {
    return null;
  }
}
