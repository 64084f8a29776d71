import { parseDigest } from '../../../shared/digest.ts';
import { LayerliftError } from '../../../shared/errors.ts';
import { parseUploadId } from '../../../shared/names.ts';
import type { UploadView } from '../../../shared/upload.ts';
import { COMMON_OPTIONS, type Command, VERIFY_EXISTING } from '../command.ts';
import { conclude, follow, viewOf } from './follow.ts';
import { withManager } from './withManager.ts';

export const finish: Command = {
  name: 'finish',
  summary: 'finish an upload whose bytes are all there',
  positionals: ['ID'],
  options: {
    digest: { value: 'DIGEST', help: 'what its bytes must have; an upload that another program began needs it' },
    ...VERIFY_EXISTING,
    ...COMMON_OPTIONS,
  },
  about: [
    'Verifies the digest, moves the data to its blob and links it into the repository. Takes a few ms: no byte is read again, unless a digest does not match or is of an algorithm that was not computed alongside.',
  ],
  examples: [
    'layerlift finish 7d3c1d6e-5f0a-4b6e-9a53-0f6f2b1c8e77 --store /srv/registry',
    'layerlift finish 7d3c1d6e-5f0a-4b6e-9a53-0f6f2b1c8e77 --digest sha256:9f86d081…',
  ],
  tellsEvents: true,

  async run(args, context) {
    const id = args.first('ID', parseUploadId);
    const expected = args.optional('digest', parseDigest);
    return await withManager(context, args, async (manager) => {
      const before = viewOf(manager, id);
      const rests = before.status.kind === 'paused' || before.status.kind === 'interrupted';
      if (rests && !isComplete(before)) {
        const { offset, size } = before;
        throw new LayerliftError('UPLOAD_INCOMPLETE', 'bytes are missing', { id, offset, size });
      }
      if (expected !== null) await manager.setExpected(id, expected);
      // Takes the digest of what is there from the checkpoint at its end.
      if (rests) await manager.resume(id);
      if (viewOf(manager, id).status.kind === 'mismatch') return await conclude(manager, id, context);
      await manager.finish(id);
      return await follow(manager, id, context, false);
    });
  },
};

const isComplete = ({ offset, size, checkpointed }: UploadView): boolean => offset === size && checkpointed === size;
