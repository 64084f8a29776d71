import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { capture } from '../../../scripts/lib/run.ts';
import { startDockerRegistry } from '../../support/dockerRegistry.ts';
import type { Layer } from './contestants.ts';

/**
 * `skopeo copy` of an OCI image with that one layer to a registry on loopback. The digests are preserved, or it would
 * compress the layer first. Resolves to ms.
 */
export async function skopeoCopy(layer: Layer, target: string): Promise<number> {
  const image = path.join(target, 'image');
  writeImage(image, layer);
  const root = path.join(target, 'registry');
  fs.mkdirSync(root);
  await using registry = await startDockerRegistry(root);
  const to = `docker://${new URL(registry.url).host}/bench/layers:latest`;
  const startedAt = performance.now();
  const { code, stderr } = capture([
    'skopeo',
    '--insecure-policy',
    'copy',
    '--quiet',
    '--preserve-digests',
    '--dest-tls-verify=false',
    `oci:${image}`,
    to,
  ]);
  if (code !== 0) throw new Error(`skopeo: ${stderr}`);
  return performance.now() - startedAt;
}

/** An image of one layer in the OCI image layout; the layer's file is linked, not copied. */
function writeImage(folder: string, { file, size, digest }: Layer): void {
  const blobs = path.join(folder, 'blobs', 'sha256');
  fs.mkdirSync(blobs, { recursive: true });
  const put = (mediaType: string, content: unknown): object => {
    const bytes = Buffer.from(JSON.stringify(content));
    const hex = createHash('sha256').update(bytes).digest('hex');
    fs.writeFileSync(path.join(blobs, hex), bytes);
    return { mediaType, size: bytes.length, digest: `sha256:${hex}` };
  };
  fs.linkSync(file, path.join(blobs, digest.slice('sha256:'.length)));
  const config = put('application/vnd.oci.image.config.v1+json', {
    architecture: 'amd64',
    os: 'linux',
    rootfs: { type: 'layers', diff_ids: [digest] },
  });
  const manifest = put('application/vnd.oci.image.manifest.v1+json', {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config,
    layers: [{ mediaType: 'application/vnd.oci.image.layer.v1.tar', size, digest }],
  });
  fs.writeFileSync(path.join(folder, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: [manifest] }));
  fs.writeFileSync(path.join(folder, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }));
}
