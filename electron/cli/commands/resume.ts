import path from 'node:path';
import { parseUploadId } from '../../../shared/names.ts';
import { UsageError } from '../arguments.ts';
import { COMMON_OPTIONS, type Command, VERIFY_EXISTING } from '../command.ts';
import { LIMIT_RATE } from '../rate.ts';
import { conclude, follow, viewOf } from './follow.ts';
import { withManager } from './withManager.ts';

export const resume: Command = {
  name: 'resume',
  summary: 'go on with an upload that was paused or interrupted',
  positionals: ['ID'],
  options: {
    source: { value: 'FILE', help: 'where its source is now; every byte uploaded so far is compared with it' },
    'no-finish': { value: null, help: 'leave the last step to “finish”' },
    ...LIMIT_RATE,
    ...VERIFY_EXISTING,
    ...COMMON_OPTIONS,
  },
  about: [
    'Goes on from the last checkpoint: only the gap behind it is hashed again, at most 64 MiB, and nothing is lost. Then finishes.',
    'An upload that another program began needs --source.',
  ],
  examples: [
    'layerlift resume 7d3c1d6e-5f0a-4b6e-9a53-0f6f2b1c8e77 --store /srv/registry',
    'layerlift resume 7d3c1d6e-5f0a-4b6e-9a53-0f6f2b1c8e77 --source /mnt/backup/layer.tar',
  ],
  tellsEvents: true,

  async run(args, context) {
    const id = args.first('ID', parseUploadId);
    const source = args.optional('source', path.resolve);
    const finish = !args.has('no-finish');
    return await withManager(context, args, async (manager) => {
      const { status } = viewOf(manager, id);
      if (status.kind === 'mismatch') return await conclude(manager, id, context);
      if (status.kind === 'found' && source === null) {
        throw new UsageError('another program began this upload: name its source with --source FILE');
      }
      await manager.setFinishBySelf(id, finish);
      if (source !== null) await manager.attach(id, source);
      else if (status.kind !== 'ready') await manager.resume(id);
      return await follow(manager, id, context, finish);
    });
  },
};
