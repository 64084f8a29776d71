import { type Algorithm, algorithmOf, type Digest, hexOf } from '../../../shared/digest.ts';
import type { RepositoryName, TagName, UploadId } from '../../../shared/names.ts';

/**
 * The layout of a store, as in distribution's `registry/storage/paths.go` (v2.8.2), and the only module that knows it:
 *
 *     /docker/registry/v2/
 *       blobs/<alg>/<hex[0:2]>/<hex>/data
 *       repositories/<name>/
 *         _layers/<alg>/<hex>/link
 *         _uploads/<id>/
 *           data
 *           startedat
 *           hashstates/<alg>/<offset>
 *           layerlift.json            ours: the record of the upload
 *           layerlift.checkpoints     ours: two slots, written in turn
 *         _manifests/
 *           revisions/<alg>/<hex>/link
 *           tags/<tag>/current/link
 *           tags/<tag>/index/<alg>/<hex>/link
 *     /layerlift/                     ours; the registry never walks it
 *       lock
 *       history.jsonl
 *       planned.jsonl               small uploads of which nothing else is in the store yet, one a line
 *       queue                       the order that a person gave the uploads, an id a line
 *       stories/<id>.jsonl          what happened to an upload
 *       staging/<id>/               an upload that is being made
 *       trash/<id>/                 an upload that has ended and is being deleted
 */
export type PathSpec =
  | {
      readonly kind:
        | 'root'
        | 'blobs'
        | 'repositories'
        | 'storeLock'
        | 'history'
        | 'plans'
        | 'queue'
        | 'stories'
        | 'staging'
        | 'trash';
    }
  | { readonly kind: 'blob' | 'blobData'; readonly digest: Digest }
  | {
      readonly kind: 'repository' | 'layers' | 'uploads' | 'manifests' | 'manifestRevisions' | 'manifestTags';
      readonly repository: RepositoryName;
    }
  | {
      readonly kind: 'layerLink' | 'manifestRevision' | 'manifestRevisionLink';
      readonly repository: RepositoryName;
      readonly digest: Digest;
    }
  | {
      readonly kind: 'manifestTag' | 'manifestTagCurrent' | 'manifestTagIndex';
      readonly repository: RepositoryName;
      readonly tag: TagName;
    }
  | {
      readonly kind: 'manifestTagIndexEntry' | 'manifestTagIndexEntryLink';
      readonly repository: RepositoryName;
      readonly tag: TagName;
      readonly digest: Digest;
    }
  | {
      readonly kind:
        | 'upload'
        | 'uploadData'
        | 'uploadStartedAt'
        | 'uploadHashStates'
        | 'uploadRecord'
        | 'uploadCheckpoints';
      readonly repository: RepositoryName;
      readonly id: UploadId;
    }
  | {
      readonly kind: 'uploadHashStatesOf';
      readonly repository: RepositoryName;
      readonly id: UploadId;
      readonly algorithm: Algorithm;
    }
  | {
      readonly kind: 'uploadHashState';
      readonly repository: RepositoryName;
      readonly id: UploadId;
      readonly algorithm: Algorithm;
      /** bytes */
      readonly offset: number;
    }
  | { readonly kind: 'story' | 'staged' | 'trashed'; readonly id: UploadId };

const ROOT = '/docker/registry/v2';
const OURS = '/layerlift';

/** The file of an upload's record in its folder, wherever that folder lies. */
export const RECORD_NAME = 'layerlift.json';

const components = (digest: Digest): string => `${algorithmOf(digest)}/${hexOf(digest)}`;

/** The path of one thing in a store, from the driver's root. Pure: what it names need not exist. */
export function pathFor(spec: PathSpec): string {
  switch (spec.kind) {
    case 'root':
      return ROOT;
    case 'blobs':
      return `${ROOT}/blobs`;
    case 'repositories':
      return `${ROOT}/repositories`;
    case 'storeLock':
      return `${OURS}/lock`;
    case 'history':
      return `${OURS}/history.jsonl`;
    case 'plans':
      return `${OURS}/planned.jsonl`;
    case 'queue':
      return `${OURS}/queue`;
    case 'stories':
      return `${OURS}/stories`;
    case 'story':
      return `${OURS}/stories/${spec.id}.jsonl`;
    case 'staging':
      return `${OURS}/staging`;
    case 'staged':
      return `${OURS}/staging/${spec.id}`;
    case 'trash':
      return `${OURS}/trash`;
    case 'trashed':
      return `${OURS}/trash/${spec.id}`;
    case 'blob':
      return `${ROOT}/blobs/${algorithmOf(spec.digest)}/${hexOf(spec.digest).slice(0, 2)}/${hexOf(spec.digest)}`;
    case 'blobData':
      return `${pathFor({ ...spec, kind: 'blob' })}/data`;
    case 'repository':
      return `${ROOT}/repositories/${spec.repository}`;
    case 'layers':
      return `${pathFor({ ...spec, kind: 'repository' })}/_layers`;
    case 'layerLink':
      return `${pathFor({ ...spec, kind: 'layers' })}/${components(spec.digest)}/link`;
    case 'manifests':
      return `${pathFor({ ...spec, kind: 'repository' })}/_manifests`;
    case 'manifestRevisions':
      return `${pathFor({ ...spec, kind: 'manifests' })}/revisions`;
    case 'manifestRevision':
      return `${pathFor({ ...spec, kind: 'manifestRevisions' })}/${components(spec.digest)}`;
    case 'manifestRevisionLink':
      return `${pathFor({ ...spec, kind: 'manifestRevision' })}/link`;
    case 'manifestTags':
      return `${pathFor({ ...spec, kind: 'manifests' })}/tags`;
    case 'manifestTag':
      return `${pathFor({ ...spec, kind: 'manifestTags' })}/${spec.tag}`;
    case 'manifestTagCurrent':
      return `${pathFor({ ...spec, kind: 'manifestTag' })}/current/link`;
    case 'manifestTagIndex':
      return `${pathFor({ ...spec, kind: 'manifestTag' })}/index`;
    case 'manifestTagIndexEntry':
      return `${pathFor({ ...spec, kind: 'manifestTagIndex' })}/${components(spec.digest)}`;
    case 'manifestTagIndexEntryLink':
      return `${pathFor({ ...spec, kind: 'manifestTagIndexEntry' })}/link`;
    case 'uploads':
      return `${pathFor({ ...spec, kind: 'repository' })}/_uploads`;
    case 'upload':
      return `${pathFor({ ...spec, kind: 'uploads' })}/${spec.id}`;
    case 'uploadData':
      return `${pathFor({ ...spec, kind: 'upload' })}/data`;
    case 'uploadStartedAt':
      return `${pathFor({ ...spec, kind: 'upload' })}/startedat`;
    case 'uploadHashStates':
      return `${pathFor({ ...spec, kind: 'upload' })}/hashstates`;
    case 'uploadHashStatesOf':
      return `${pathFor({ ...spec, kind: 'uploadHashStates' })}/${spec.algorithm}`;
    case 'uploadHashState':
      return `${pathFor({ ...spec, kind: 'uploadHashStatesOf' })}/${spec.offset}`;
    case 'uploadRecord':
      return `${pathFor({ ...spec, kind: 'upload' })}/${RECORD_NAME}`;
    case 'uploadCheckpoints':
      return `${pathFor({ ...spec, kind: 'upload' })}/layerlift.checkpoints`;
  }
}
