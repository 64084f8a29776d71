import path from 'node:path';
import { parseDigest } from '../../../shared/digest.ts';
import { formatBytes } from '../../../shared/format.ts';
import { measureBlobs, type ScrubProgress, scrub } from '../../engine/maintenance/scrub.ts';
import type { BrokenLink, CorruptBlob } from '../../engine/maintenance/scrubFinding.ts';
import { openStoreToRead } from '../../engine/uploads/openStore.ts';
import { COMMON_OPTIONS, type Command } from '../command.ts';
import { EXIT } from '../exitCodes.ts';

export const verify: Command = {
  name: 'verify',
  summary: 'hash all blobs again and check every link',
  positionals: ['DIGEST…'],
  options: COMMON_OPTIONS,
  about: [
    'Reads the whole store, or only the blobs that are named and the links that lead to them. Changes nothing and takes no lock, so that it works while an app or a registry has the store.',
    'Ends with 1 when a blob is corrupt or a link broken. A registry’s garbage collection leaves links to blobs that it has removed: they are reported as blob-missing.',
  ],
  examples: ['layerlift verify --store /srv/registry', 'layerlift verify sha256:9f86d081… --json'],
  tellsEvents: false,

  async run(args, { store, output, interruption }) {
    const digests = args.all('DIGEST', parseDigest);
    const { signal } = interruption;
    const driver = await openStoreToRead(store);
    const total = digests.length > 0 ? null : await measureBlobs(driver, signal);
    const onProgress = ({ bytes }: ScrubProgress): void => output.progress('Verifying', bytes, total);
    const corrupt: CorruptBlob[] = [];
    const brokenLinks: BrokenLink[] = [];
    const absolute = <T extends { readonly path: string }>(finding: T): T => ({
      ...finding,
      path: finding.path === '' ? '' : path.join(store, finding.path),
    });
    const findings = scrub(driver, { digests, onProgress, signal });
    let step = await findings.next();
    for (; !step.done; step = await findings.next()) {
      if (step.value.type === 'corrupt') {
        corrupt.push(absolute(step.value.blob));
        output.note(describeBlob(step.value.blob));
      } else {
        brokenLinks.push(absolute(step.value.link));
        output.note(describeLink(step.value.link));
      }
    }
    const { blobs, bytes } = step.value;
    output.result({ blobs, bytes, corrupt, brokenLinks }, [
      `Blobs hashed: ${blobs} (${formatBytes(bytes)}). Corrupt: ${corrupt.length}. Broken links: ${brokenLinks.length}.`,
    ]);
    return corrupt.length + brokenLinks.length === 0 ? EXIT.done : EXIT.failed;
  },
};

function describeBlob({ path: at, digest, reason, actual, code }: CorruptBlob): string {
  switch (reason) {
    case 'content':
      return `Corrupt: ${at} has the bytes of ${actual}. Upload the layer again to replace it.`;
    case 'misplaced':
      return `Corrupt: ${at} is not the path of a digest; it has the bytes of ${actual}.`;
    case 'missing':
      return `Missing: ${digest}`;
    case 'unreadable':
      return `Unreadable: ${at} (${code})`;
  }
}

function describeLink({ path: at, reason, target, code }: BrokenLink): string {
  switch (reason) {
    case 'blob-missing':
      return `Broken link: ${at} leads to ${target}, which is not there.`;
    case 'content':
      return `Broken link: ${at} does not hold a digest.`;
    case 'differs':
      return `Broken link: ${at} leads to ${target}, which is not what its name says.`;
    case 'misplaced':
      return `Broken link: ${at} is not the path of a link.`;
    case 'unreadable':
      return `Unreadable: ${at} (${code})`;
  }
}
