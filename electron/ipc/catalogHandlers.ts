import path from 'node:path';
import { type Digest, parseDigest } from '../../shared/digest.ts';
import { parseRepositoryName } from '../../shared/names.ts';
import type { Settings } from '../../shared/settings.ts';
import { pathFor } from '../engine/layers/paths.ts';
import { profileFor } from '../storeProfiles.ts';
import type { StoreSession } from '../storeSession.ts';
import type { Desktop } from './desktop.ts';
import type { Handlers } from './handle.ts';

export interface CatalogHandlersOptions {
  readonly session: Pick<StoreSession, 'catalog' | 'view'>;
  readonly settings: () => Settings;
  readonly desktop: Pick<Desktop, 'copyText' | 'reveal'>;
}

/** What a person asks of the store's repositories. All fail with `STORE_CLOSED` while no store is open. */
export function catalogHandlers({ session, desktop, settings }: CatalogHandlersOptions) {
  return {
    'catalog:layers': (repository, from) => session.catalog().layers(parseRepositoryName(repository), from),
    'catalog:refresh': (repository) =>
      session.catalog().refresh(repository === null ? null : parseRepositoryName(repository)),
    'catalog:verify': (digest) => session.catalog().verify(parseDigest(digest)),
    'catalog:stopVerifying': (digest) => session.catalog().stopVerifying(parseDigest(digest)),
    'catalog:copy': (repository, digest, what) => {
      const parsed = parseDigest(digest);
      const { host } = profileFor(settings(), session.view().root);
      const name = `${host === '' ? '' : `${host}/`}${parseRepositoryName(repository)}`;
      return desktop.copyText(what === 'digest' ? parsed : `${name}@${parsed}`);
    },
    'catalog:reveal': (digest) => {
      session.catalog();
      desktop.reveal(blobPath(session.view().root, parseDigest(digest)));
    },
  } satisfies Partial<Handlers>;
}

const blobPath = (root: string, digest: Digest): string => path.join(root, pathFor({ kind: 'blobData', digest }));
