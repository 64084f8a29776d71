import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { parseDigest } from '../../../shared/digest.ts';
import { LayerliftError } from '../../../shared/errors.ts';
import { parseRepositoryName } from '../../../shared/names.ts';
import { isEnded } from '../../../shared/upload.ts';
import { inspectSource } from '../../engine/uploads/source.ts';
import { COMMON_OPTIONS, type Command, type CommandContext, VERIFY_EXISTING } from '../command.ts';
import { LIMIT_RATE } from '../rate.ts';
import { follow } from './follow.ts';
import { withManager } from './withManager.ts';

export const upload: Command = {
  name: 'upload',
  summary: 'upload a file as a layer',
  positionals: ['FILE'],
  options: {
    repository: { value: 'NAME', required: true, help: 'the repository that gets the layer, such as library/ubuntu' },
    digest: { value: 'DIGEST', help: 'refuse the layer if its bytes have another digest' },
    'no-finish': { value: null, help: 'leave the last step to “finish”' },
    ...LIMIT_RATE,
    ...VERIFY_EXISTING,
    ...COMMON_OPTIONS,
  },
  about: [
    'Moves FILE into the store and finishes it. Ctrl-C pauses; “resume” goes on from there, whatever happened in between.',
    'A store that is not there yet is made, inside a folder that is.',
  ],
  examples: [
    'layerlift upload layer.tar --store /srv/registry --repository library/ubuntu',
    'layerlift upload layer.tar --repository library/ubuntu --digest sha256:9f86d081… --json',
  ],
  tellsEvents: true,

  async run(args, context) {
    const file = args.first('FILE', path.resolve);
    const repository = args.required('repository', parseRepositoryName);
    const expected = args.optional('digest', parseDigest);
    const finishBySelf = !args.has('no-finish');
    // Before anything is made for a file that cannot be read.
    await inspectSource(file);
    await makeStore(context);
    return await withManager(context, args, async (manager) => {
      const before = manager.list().find((view) => view.source?.path === file && view.repository === repository);
      if (before !== undefined && !isEnded(before.status)) {
        throw new LayerliftError('UPLOAD_EXISTS', 'this file is being uploaded already', { id: before.id });
      }
      const { id, name, size } = await manager.add({ sourcePath: file, repository, expected, finishBySelf });
      context.output.event({ type: 'added', id, repository, name, size });
      return await follow(manager, id, context, false);
    });
  },
};

/** Makes the store's folder, but not the folders above it: they may be those of a disk that is not plugged in. */
async function makeStore({ store, output }: CommandContext): Promise<void> {
  try {
    await mkdir(store);
  } catch (error) {
    // It is there already, or cannot be made: opening it says what is wrong with it.
    if (error instanceof Error && 'code' in error) return;
    throw error;
  }
  output.event({ type: 'storeCreated', store });
}
