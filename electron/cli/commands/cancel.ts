import { parseUploadId } from '../../../shared/names.ts';
import { COMMON_OPTIONS, type Command } from '../command.ts';
import { conclude } from './follow.ts';
import { withManager } from './withManager.ts';

export const cancel: Command = {
  name: 'cancel',
  summary: 'remove an upload and all its data',
  positionals: ['ID'],
  options: COMMON_OPTIONS,
  about: ['Leaves nothing of the upload but a line in the history. Blobs and layers are not touched.'],
  examples: ['layerlift cancel 7d3c1d6e-5f0a-4b6e-9a53-0f6f2b1c8e77 --store /srv/registry'],
  tellsEvents: true,

  async run(args, context) {
    const id = args.first('ID', parseUploadId);
    return await withManager(context, args, async (manager) => {
      await manager.cancel(id);
      return await conclude(manager, id, context);
    });
  },
};
