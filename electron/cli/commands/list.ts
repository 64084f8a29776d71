import { formatBytes, formatPart } from '../../../shared/format.ts';
import { surveyUploads } from '../../engine/uploads/survey.ts';
import { COMMON_OPTIONS, type Command } from '../command.ts';
import { EXIT } from '../exitCodes.ts';
import { table } from '../output/table.ts';
import { visible } from '../output/words.ts';
import { type ListedUpload, openSurvey, toListed } from './survey.ts';

export const list: Command = {
  name: 'list',
  summary: 'show the uploads in a store',
  positionals: [],
  options: COMMON_OPTIONS,
  about: [
    'Looks without taking a lock, so that it works while an app has the store open.',
    'On systems other than Linux nobody tells who writes an upload: one that another process moves shows as interrupted there.',
  ],
  examples: [
    'layerlift list --store /srv/registry',
    'layerlift list --json | jq -r ".[] | select(.status==\\"ready\\") | .id"',
  ],
  tellsEvents: false,

  async run(_args, { store, output, interruption }) {
    const uploads = (await surveyUploads(await openSurvey(store), interruption.signal)).map(toListed);
    output.result(uploads, uploads.length === 0 ? ['No uploads.'] : rows(uploads));
    return EXIT.done;
  },
};

function rows(uploads: readonly ListedUpload[]): readonly string[] {
  return table([
    ['ID', 'STATE', 'BYTES', 'REPOSITORY', 'NAME'],
    ...uploads.map(({ id, status, error, offset, size, repository, name }) => [
      id,
      error === null ? status : `${status} (${error.code})`,
      size === null ? formatBytes(offset) : formatPart(offset, size),
      repository,
      visible(name),
    ]),
  ]);
}
