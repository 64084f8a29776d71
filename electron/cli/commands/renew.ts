import { parseUploadId } from '../../../shared/names.ts';
import { COMMON_OPTIONS, type Command } from '../command.ts';
import { EXIT } from '../exitCodes.ts';
import { viewOf } from './follow.ts';
import { withManager } from './withManager.ts';

export const renew: Command = {
  name: 'renew',
  summary: 'keep an upload from a registry’s purge for another 168 hours',
  positionals: ['ID'],
  options: COMMON_OPTIONS,
  about: [
    'A registry removes uploads 168 hours after they were begun, finished or not, unless its configuration says otherwise. This dates the upload to now. It must be at rest.',
  ],
  examples: ['layerlift renew 7d3c1d6e-5f0a-4b6e-9a53-0f6f2b1c8e77 --store /srv/registry'],
  tellsEvents: false,

  async run(args, context) {
    const id = args.first('ID', parseUploadId);
    return await withManager(context, args, async (manager) => {
      await manager.renew(id);
      const { purgeAt } = viewOf(manager, id);
      const purgedAt = purgeAt === null ? null : new Date(purgeAt).toISOString();
      context.output.result({ id, purgedAt }, [`A registry leaves ${id} alone until ${purgedAt}`]);
      return EXIT.done;
    });
  },
};
