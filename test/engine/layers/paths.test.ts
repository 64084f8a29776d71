import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PathSpec, pathFor } from '../../../electron/engine/layers/paths.ts';
import { ALGORITHMS, DIGEST_SIZES, digestFromBytes, parseDigest } from '../../../shared/digest.ts';
import { parseRepositoryName, parseUploadId } from '../../../shared/names.ts';
import { tagName } from '../../support/tagName.ts';

const id = parseUploadId('0f9e8d7c-6b5a-4f3e-8d2c-1b0a9f8e7d6c');
const repository = parseRepositoryName('library/ubuntu');
const hex = '9f2c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852be41b';
const digest = parseDigest(`sha256:${hex}`);
const longHex = `${hex}${hex}`;
const longDigest = parseDigest(`sha512:${longHex}`);

const v2 = '/docker/registry/v2';
const repo = `${v2}/repositories/library/ubuntu`;
const upload = `${repo}/_uploads/0f9e8d7c-6b5a-4f3e-8d2c-1b0a9f8e7d6c`;

describe('pathFor', () => {
  it.each<[PathSpec, string]>([
    [{ kind: 'blob', digest }, `${v2}/blobs/sha256/9f/${hex}`],
    [{ kind: 'blobData', digest }, `${v2}/blobs/sha256/9f/${hex}/data`],
    [{ kind: 'blobData', digest: longDigest }, `${v2}/blobs/sha512/9f/${longHex}/data`],
    [{ kind: 'root' }, v2],
    [{ kind: 'blobs' }, `${v2}/blobs`],
    [{ kind: 'repositories' }, `${v2}/repositories`],
    [{ kind: 'repository', repository }, repo],
    [{ kind: 'layers', repository }, `${repo}/_layers`],
    [{ kind: 'layerLink', repository, digest }, `${repo}/_layers/sha256/${hex}/link`],
    [{ kind: 'layerLink', repository, digest: longDigest }, `${repo}/_layers/sha512/${longHex}/link`],
    [{ kind: 'uploads', repository }, `${repo}/_uploads`],
    [{ kind: 'upload', repository, id }, upload],
    [{ kind: 'uploadData', repository, id }, `${upload}/data`],
    [{ kind: 'uploadStartedAt', repository, id }, `${upload}/startedat`],
    [{ kind: 'uploadHashStates', repository, id }, `${upload}/hashstates`],
    [{ kind: 'uploadHashStatesOf', repository, id, algorithm: 'sha384' }, `${upload}/hashstates/sha384`],
    [{ kind: 'uploadHashState', repository, id, algorithm: 'sha256', offset: 0 }, `${upload}/hashstates/sha256/0`],
    [
      { kind: 'uploadHashState', repository, id, algorithm: 'sha512', offset: Number.MAX_SAFE_INTEGER },
      `${upload}/hashstates/sha512/9007199254740991`,
    ],
    [{ kind: 'uploadRecord', repository, id }, `${upload}/layerlift.json`],
    [{ kind: 'uploadCheckpoints', repository, id }, `${upload}/layerlift.checkpoints`],
    [{ kind: 'manifests', repository }, `${repo}/_manifests`],
    [{ kind: 'manifestRevisions', repository }, `${repo}/_manifests/revisions`],
    [{ kind: 'manifestRevision', repository, digest }, `${repo}/_manifests/revisions/sha256/${hex}`],
    [{ kind: 'manifestRevisionLink', repository, digest }, `${repo}/_manifests/revisions/sha256/${hex}/link`],
    [{ kind: 'manifestTags', repository }, `${repo}/_manifests/tags`],
    [{ kind: 'manifestTag', repository, tag: tagName('v1.0_x-y') }, `${repo}/_manifests/tags/v1.0_x-y`],
    [{ kind: 'manifestTagCurrent', repository, tag: tagName('latest') }, `${repo}/_manifests/tags/latest/current/link`],
    [{ kind: 'manifestTagIndex', repository, tag: tagName('latest') }, `${repo}/_manifests/tags/latest/index`],
    [
      { kind: 'manifestTagIndexEntry', repository, tag: tagName('latest'), digest },
      `${repo}/_manifests/tags/latest/index/sha256/${hex}`,
    ],
    [
      { kind: 'manifestTagIndexEntryLink', repository, tag: tagName('latest'), digest },
      `${repo}/_manifests/tags/latest/index/sha256/${hex}/link`,
    ],
    [{ kind: 'storeLock' }, '/layerlift/lock'],
    [{ kind: 'history' }, '/layerlift/history.jsonl'],
    [{ kind: 'stories' }, '/layerlift/stories'],
    [{ kind: 'story', id }, '/layerlift/stories/0f9e8d7c-6b5a-4f3e-8d2c-1b0a9f8e7d6c.jsonl'],
    [{ kind: 'staging' }, '/layerlift/staging'],
    [{ kind: 'staged', id }, '/layerlift/staging/0f9e8d7c-6b5a-4f3e-8d2c-1b0a9f8e7d6c'],
    [{ kind: 'trash' }, '/layerlift/trash'],
    [{ kind: 'trashed', id }, '/layerlift/trash/0f9e8d7c-6b5a-4f3e-8d2c-1b0a9f8e7d6c'],
  ])('%j', (spec, path) => {
    expect(pathFor(spec)).toBe(path);
  });
});

describe('the paths of a store', () => {
  const digests = fc
    .constantFrom(...ALGORITHMS)
    .chain((algorithm) =>
      fc
        .uint8Array({ minLength: DIGEST_SIZES[algorithm], maxLength: DIGEST_SIZES[algorithm] })
        .map((bytes) => digestFromBytes(algorithm, bytes)),
    );
  const repositories = fc
    .array(fc.stringMatching(/^[a-z0-9]{1,4}([._]|__|-{1,3})[a-z0-9]{1,4}$/), { minLength: 1, maxLength: 6 })
    .map((components) => parseRepositoryName(components.join('/')));
  const ids = fc.uuid().map(parseUploadId);
  const named = fc.record({
    digest: digests,
    repository: repositories,
    id: ids,
    algorithm: fc.constantFrom(...ALGORITHMS),
    offset: fc.maxSafeNat(),
  });

  const everyPath = (parts: typeof named extends fc.Arbitrary<infer Parts> ? Parts : never): readonly string[] => [
    ...(['root', 'blobs', 'repositories', 'storeLock', 'history', 'stories', 'staging', 'trash'] as const).map((kind) =>
      pathFor({ kind }),
    ),
    ...(['blob', 'blobData'] as const).map((kind) => pathFor({ kind, ...parts })),
    ...(['repository', 'layers', 'uploads', 'layerLink'] as const).map((kind) => pathFor({ kind, ...parts })),
    ...(['manifests', 'manifestRevisions', 'manifestRevision', 'manifestRevisionLink', 'manifestTags'] as const).map(
      (kind) => pathFor({ kind, ...parts }),
    ),
    ...(['upload', 'uploadData', 'uploadStartedAt', 'uploadHashStates'] as const).map((kind) =>
      pathFor({ kind, ...parts }),
    ),
    ...(['uploadHashStatesOf', 'uploadHashState', 'uploadRecord', 'uploadCheckpoints'] as const).map((kind) =>
      pathFor({ kind, ...parts }),
    ),
    ...(['story', 'staged', 'trashed'] as const).map((kind) => pathFor({ kind, ...parts })),
  ];

  it('are paths that the driver takes, never climb, and never meet', () => {
    fc.assert(
      fc.property(named, (parts) => {
        const paths = everyPath(parts);
        for (const path of paths) {
          expect(path).toMatch(/^(\/[A-Za-z0-9._-]+)+$/);
          expect(path.split('/')).not.toContain('.');
          expect(path.split('/')).not.toContain('..');
        }
        expect(new Set(paths).size).toBe(paths.length);
      }),
    );
  });

  it('keep what is ours out of the registry’s sight, or inside an upload', () => {
    fc.assert(
      fc.property(named, (parts) => {
        for (const path of everyPath(parts)) {
          if (/layerlift/.test(path)) expect(path).toMatch(/^\/layerlift\/|\/_uploads\/[0-9a-f-]{36}\/layerlift\.\w+$/);
        }
      }),
    );
  });
});
