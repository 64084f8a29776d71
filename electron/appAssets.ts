import path from 'node:path';

/** The app's own scheme and host: the only place that the window's content comes from. */
export const APP_SCHEME = 'app';
const APP_HOST = 'layerlift';
export const APP_ENTRY = `${APP_SCHEME}://${APP_HOST}/index.html`;

const MIME_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.map': 'application/json; charset=utf-8',
};

/** Nothing but the app's own files, and no code that is not in one of them. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * Sent with every answer, also with refusals. `Cross-Origin-Opener-Policy` is not among them: no page can open ours and
 * ours none (`guards.ts`), and it would make every start pay for a second process that the page moves to.
 */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-cache',
};

/** A file of the app, by the URL that the window asks for. */
export interface Asset {
  readonly file: string;
  readonly mimeType: string;
}

/** True for URLs of the app's own pages, whatever their path. */
export function isAppUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host, username, password } = new URL(url);
  return protocol === `${APP_SCHEME}:` && host === APP_HOST && username === '' && password === '';
}

/**
 * Finds the file for a URL below `root`. Null for everything that is not a plain path to a known kind of file inside
 * it: other hosts, escapes in any spelling, separators of other systems, hidden files.
 */
export function resolveAsset(root: string, url: string): Asset | null {
  if (!isAppUrl(url)) return null;
  const names = decode(new URL(url).pathname)?.split('/').slice(1);
  if (names === undefined) return null;
  const wanted = names.join('/') === '' ? ['index.html'] : names;
  if (!wanted.every((name) => /^[\w-][\w.@-]{0,199}$/.test(name))) return null;
  const file = path.join(root, ...wanted);
  const mimeType = MIME_TYPES[path.extname(file).toLowerCase()];
  return mimeType === undefined ? null : { file, mimeType };
}

function decode(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return null;
  }
}
