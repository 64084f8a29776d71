import { type Digest, parseDigest } from '../../shared/digest.ts';
import { digestOf } from './layers.ts';
import { patchUpload, putDigest, type RegistryAddress, startUpload } from './registryHttp.ts';

export const IMAGE_TYPE = 'application/vnd.oci.image.manifest.v1+json';
export const INDEX_TYPE = 'application/vnd.oci.image.index.v1+json';
export const DOCKER_TYPE = 'application/vnd.docker.distribution.manifest.v2+json';

const descriptor = (mediaType: string, bytes: Uint8Array) => ({
  mediaType,
  digest: digestOf(bytes),
  size: bytes.length,
});

/** An image manifest of OCI, or of Docker. */
export function imageManifest(config: Uint8Array, layers: readonly Uint8Array[], mediaType = IMAGE_TYPE): string {
  return JSON.stringify({
    schemaVersion: 2,
    mediaType,
    config: descriptor('application/vnd.oci.image.config.v1+json', config),
    layers: layers.map((layer) => descriptor('application/vnd.oci.image.layer.v1.tar', layer)),
  });
}

/** An index over image manifests, as for several platforms. */
export function indexManifest(manifests: readonly string[]): string {
  return JSON.stringify({
    schemaVersion: 2,
    mediaType: INDEX_TYPE,
    manifests: manifests.map((manifest) => descriptor(IMAGE_TYPE, Buffer.from(manifest))),
  });
}

/**
 * Pushes a manifest over HTTP under a tag, or under its digest.
 * @throws Error when the registry refuses it.
 */
export async function pushManifest(
  registry: RegistryAddress,
  repository: string,
  manifest: string,
  tag: string | null,
): Promise<Digest> {
  const digest = digestOf(Buffer.from(manifest));
  const { mediaType } = JSON.parse(manifest) as { readonly mediaType: string };
  const response = await fetch(`${registry.url}/v2/${repository}/manifests/${tag ?? digest}`, {
    method: 'PUT',
    headers: { 'Content-Type': mediaType },
    body: manifest,
  });
  const text = await response.text();
  if (response.status !== 201) throw new Error(`the manifest was refused: ${response.status} ${text}`);
  return parseDigest(response.headers.get('docker-content-digest') ?? '');
}

/** Pushes a blob over HTTP, as a client does with layers and configs. */
export async function pushBlob(registry: RegistryAddress, repository: string, bytes: Uint8Array): Promise<Digest> {
  const { location } = await startUpload(registry, repository);
  return parseDigest(await putDigest(await patchUpload(location, bytes), digestOf(bytes)));
}
