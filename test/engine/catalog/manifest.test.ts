import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MANIFEST_BYTES_MAX, parseManifest, REFERENCES_MAX } from '../../../electron/engine/catalog/manifest.ts';
import { digestOf } from '../../support/layers.ts';
import { DOCKER_TYPE, IMAGE_TYPE, imageManifest, indexManifest } from '../../support/registryManifests.ts';

const CONFIG = Buffer.from('{}');
const LAYER = Buffer.from('a layer');

function parsed(content: string | Uint8Array) {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return parseManifest(digestOf(bytes), bytes);
}

describe('parseManifest', () => {
  it.each([
    ['an OCI image', imageManifest(CONFIG, [LAYER], IMAGE_TYPE)],
    ['a Docker image', imageManifest(CONFIG, [LAYER], DOCKER_TYPE)],
    ['an image without a media type', imageManifest(CONFIG, [LAYER]).replace(`"mediaType":"${IMAGE_TYPE}",`, '')],
  ])('reads %s', (_what, manifest) => {
    expect(parsed(manifest)).toEqual({
      kind: 'image',
      references: [
        { digest: digestOf(CONFIG), role: 'config' },
        { digest: digestOf(LAYER), role: 'layer' },
      ],
    });
  });

  it('reads an index, with and without a media type, and the old schema 1', () => {
    const child = imageManifest(CONFIG, [LAYER]);
    const index = { kind: 'index', references: [{ digest: digestOf(Buffer.from(child)), role: 'manifest' }] };
    expect(parsed(indexManifest([child]))).toEqual(index);
    expect(parsed(indexManifest([child]).replace(/"mediaType":"[^"]*index[^"]*",/, ''))).toEqual(index);
    expect(parsed(JSON.stringify({ schemaVersion: 1, fsLayers: [{ blobSum: digestOf(LAYER) }] }))).toEqual({
      kind: 'image',
      references: [{ digest: digestOf(LAYER), role: 'layer' }],
    });
  });

  it.each([
    ['nothing', '', 'json'],
    ['half of one', imageManifest(CONFIG, [LAYER]).slice(0, 100), 'json'],
    ['no UTF-8', Uint8Array.of(0x22, 0xff, 0x22), 'json'],
    ['JSON that is no object', '[]', 'kind'],
    ['no version', '{}', 'kind'],
    ['a version of the future', '{"schemaVersion":3}', 'kind'],
    ['an unknown media type', '{"schemaVersion":2,"mediaType":"text/plain"}', 'kind'],
    ['a media type that is a name of every object', '{"schemaVersion":2,"mediaType":"constructor"}', 'kind'],
    ['layers that are no list', '{"schemaVersion":2,"layers":{"length":1}}', 'kind'],
    ['a layer that is no digest', '{"schemaVersion":2,"layers":[{"digest":"sha256:../../etc"}]}', 'reference'],
    ['a layer that is null', '{"schemaVersion":2,"layers":[null]}', 'reference'],
    ['a config that is text', '{"schemaVersion":2,"config":"sha256:00"}', 'reference'],
    [
      'more layers than can be',
      JSON.stringify({ schemaVersion: 1, fsLayers: Array.from({ length: REFERENCES_MAX + 1 }, () => 0) }),
      'reference',
    ],
    ['more bytes than a registry takes', new Uint8Array(MANIFEST_BYTES_MAX + 1), 'size'],
  ])('says what is wrong with %s', (_what, content, fault) => {
    expect(parsed(content)).toEqual({ kind: 'fault', fault });
  });

  it('believes no bytes that have another digest', () => {
    const manifest = Buffer.from(imageManifest(CONFIG, [LAYER]));
    expect(parseManifest(digestOf(LAYER), manifest)).toEqual({ kind: 'fault', fault: 'content' });
  });

  it('answers whatever JSON is thrown at it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom('layers', 'manifests', 'config', 'fsLayers'), (value, field) => {
        const text = JSON.stringify({ schemaVersion: field === 'fsLayers' ? 1 : 2, [field]: value });
        expect(['image', 'index', 'fault']).toContain(parsed(text).kind);
      }),
    );
  });
});
