import type { LayerPage, LayerView, ManifestProblem, RepositoryView } from '../../../shared/catalog.ts';
import { LAYERS_PAGE } from '../../../shared/catalog.ts';
import { type Digest, parseDigest } from '../../../shared/digest.ts';
import { parseRepositoryName } from '../../../shared/names.ts';
import { DAY, errorInfo, GB, MB } from './fixtures.ts';

/** A digest that looks like one, and is another for every `n`. */
export function layerDigest(n: number): Digest {
  let hex = '';
  for (let word = 0, state = n + 1; word < 8; word += 1) {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9 + word;
    hex += (state >>> 0).toString(16).padStart(8, '0');
  }
  return parseDigest(`sha256:${hex}`);
}

/** A layer that a tagged manifest names, unless told otherwise. */
export function layer(n: number, parts: Partial<LayerView> = {}): LayerView {
  const digest = layerDigest(n);
  return {
    name: digest,
    digest,
    size: (n % 7) * 1.3 * GB + 30 * MB,
    linkedAt: DAY - n * 4e6,
    role: 'layer',
    tags: ['latest'],
    tagCount: 1,
    fate: 'tagged',
    ...parts,
  };
}

export function repository(name: string, parts: Partial<Omit<RepositoryView, 'name'>> = {}): RepositoryView {
  return {
    name: parseRepositoryName(name),
    layers: 1,
    bytes: 1.2 * GB,
    manifests: 1,
    tags: 1,
    problems: 0,
    revision: 1,
    ...parts,
  };
}

/** What main answers for a repository with these layers. */
export function pageOf(
  layers: readonly LayerView[],
  from: number,
  problems: readonly ManifestProblem[] = [],
): LayerPage {
  return { from, total: layers.length, layers: layers.slice(from, from + LAYERS_PAGE), problems };
}

/** A layer of every fate. */
export const EVERY_FATE: readonly LayerView[] = [
  layer(1, { fate: 'unreferenced', role: null, tags: [], tagCount: 0, size: 40 * GB }),
  layer(2, { tags: ['12.4', '12.4-runtime', 'latest', 'nightly', 'stable'], tagCount: 23 }),
  layer(3, { role: 'config', size: 4_211 }),
  layer(4, { fate: 'untagged', tags: ['multi'], tagCount: 1 }),
  layer(5, { fate: 'untagged', tags: [], tagCount: 0 }),
  layer(6, { fate: 'elsewhere', role: null, tags: [], tagCount: 0 }),
  layer(7, { fate: 'unreferenced', role: null, tags: [], tagCount: 0 }),
  layer(8, { fate: 'gone', role: null, tags: [], tagCount: 0, size: null }),
  layer(9, { fate: 'damaged', role: null, tags: [], tagCount: 0, size: null, digest: null }),
  layer(10, { fate: null, role: null, tags: [], tagCount: 0 }),
  ...Array.from({ length: 8 }, (_, n) => layer(20 + n, { tags: [`build-${n}`] })),
];

/** Blobs of `EVERY_FATE` in every state of a verification. */
export const VERIFICATIONS = [
  { digest: layerDigest(1), state: { kind: 'running', done: 17.9 * GB, total: 40 * GB } },
  { digest: layerDigest(2), state: { kind: 'intact', at: DAY } },
  { digest: layerDigest(3), state: { kind: 'waiting' } },
  { digest: layerDigest(4), state: { kind: 'corrupt', actual: layerDigest(99), at: DAY } },
  { digest: layerDigest(5), state: { kind: 'failed', error: errorInfo('STORAGE_IO') } },
] as const;
