import { createHash } from 'node:crypto';
import type { LayerRole, ManifestFault } from '../../../shared/catalog.ts';
import { type Digest, parseDigest } from '../../../shared/digest.ts';
import { tryParse } from '../layers/orWhenRefused.ts';

/** Bytes of the largest manifest that a registry takes (distribution's maxManifestBodySize). */
export const MANIFEST_BYTES_MAX = 4 * 1024 * 1024;

/** References of one manifest that are kept in memory; images have up to some hundred. */
export const REFERENCES_MAX = 10_000;

/** What a manifest names. */
export interface Reference {
  readonly digest: Digest;
  readonly role: LayerRole | 'manifest';
}

/** What a manifest says, or why it says nothing. */
export type ParsedManifest =
  | { readonly kind: 'image' | 'index'; readonly references: readonly Reference[] }
  | { readonly kind: 'fault'; readonly fault: ManifestFault };

const fault = (reason: ManifestFault): ParsedManifest => ({ kind: 'fault', fault: reason });

/** Kinds by the media type in the content, as distribution 2.8.2 tells them apart (manifeststore.go). */
const KINDS: ReadonlyMap<unknown, 'image' | 'index'> = new Map([
  ['application/vnd.docker.distribution.manifest.v2+json', 'image'],
  ['application/vnd.oci.image.manifest.v1+json', 'image'],
  ['application/vnd.docker.distribution.manifest.list.v2+json', 'index'],
  ['application/vnd.oci.image.index.v1+json', 'index'],
]);

/**
 * Reads a manifest as a registry's garbage collection does: image manifests of Docker and OCI name a config and
 * layers, lists and indexes name manifests, the old schema 1 names layers. What is damaged or unknown is a fault, never
 * an exception: anybody who may push can have written it.
 */
export function parseManifest(digest: Digest, content: Uint8Array): ParsedManifest {
  if (content.length > MANIFEST_BYTES_MAX) return fault('size');
  const [algorithm = '', hex] = digest.split(':');
  if (createHash(algorithm).update(content).digest('hex') !== hex) return fault('content');
  const manifest = parseJson(content);
  if (manifest === undefined) return fault('json');
  if (!isRecord(manifest)) return fault('kind');
  const { schemaVersion, mediaType, manifests, config, layers, fsLayers } = manifest;
  if (schemaVersion === 1) return referencesOf('image', [['layer', fsLayers, 'blobSum']]);
  if (schemaVersion !== 2) return fault('kind');
  const kind = mediaType === undefined || mediaType === '' ? untypedKind(manifests) : KINDS.get(mediaType);
  if (kind === undefined) return fault('kind');
  if (kind === 'index') return referencesOf(kind, [['manifest', manifests, 'digest']]);
  return referencesOf(kind, [
    ['config', config === undefined ? [] : [config], 'digest'],
    ['layer', layers, 'digest'],
  ]);
}

/** OCI leaves the media type out: then only an index has `manifests`. */
const untypedKind = (manifests: unknown): 'image' | 'index' => (Array.isArray(manifests) ? 'index' : 'image');

type List = readonly [role: Reference['role'], entries: unknown, field: string];

function referencesOf(kind: 'image' | 'index', lists: readonly List[]): ParsedManifest {
  const references: Reference[] = [];
  for (const [role, entries, field] of lists) {
    if (entries === undefined || entries === null) continue;
    if (!Array.isArray(entries)) return fault('kind');
    if (references.length + entries.length > REFERENCES_MAX) return fault('reference');
    for (const entry of entries as readonly unknown[]) {
      const digest = isRecord(entry) ? digestIn(entry[field]) : null;
      if (digest === null) return fault('reference');
      references.push({ digest, role });
    }
  }
  return { kind, references };
}

function digestIn(text: unknown): Digest | null {
  return tryParse(text, parseDigest, 'DIGEST_INVALID') ?? null;
}

/** undefined when it is no JSON; JSON itself cannot say that. */
function parseJson(content: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(content));
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
