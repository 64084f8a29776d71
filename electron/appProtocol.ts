import fs from 'node:fs/promises';
import { protocol, type Session } from 'electron';
import { APP_SCHEME, resolveAsset, SECURITY_HEADERS } from './appAssets.ts';
import { errnoOf } from './atomicFile.ts';
import type { Log } from './log.ts';

/** Makes `app:` a secure origin with ordinary URLs. Must run before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Serves the built window from `root`, read only, with the security headers on every answer. */
export function serveApp(session: Session, root: string, log: Log): void {
  session.protocol.handle(APP_SCHEME, async (request) => {
    if (request.method !== 'GET') return answer(405, { Allow: 'GET' });
    const asset = resolveAsset(root, request.url);
    if (asset === null) return answer(404);
    try {
      return answer(200, { 'Content-Type': asset.mimeType }, await fs.readFile(asset.file));
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') return answer(404);
      log(`cannot read ${asset.file}`, error);
      return answer(500);
    }
  });
}

function answer(status: number, headers: Readonly<Record<string, string>> = {}, body: Buffer | null = null): Response {
  return new Response(body === null ? null : new Uint8Array(body), {
    status,
    headers: { ...SECURITY_HEADERS, ...headers },
  });
}
