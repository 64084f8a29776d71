import { LayerliftError } from '../../../shared/errors.ts';
import { formatBytes } from '../../../shared/format.ts';
import type { HistoryEntry } from '../../../shared/ipc.ts';
import { parseUploadId, type UploadId } from '../../../shared/names.ts';
import type { Story } from '../../../shared/story.ts';
import { storyLines } from '../../../shared/storyLines.ts';
import { storyToJson } from '../../../shared/storyWords.ts';
import { loadDigesterFactory } from '../../engine/digest/backend.ts';
import { readRecord } from '../../engine/layers/finishing.ts';
import type { UploadRef } from '../../engine/layers/uploadRef.ts';
import { History } from '../../engine/uploads/history.ts';
import { inspectDetails } from '../../engine/uploads/inspectDetails.ts';
import { readStory } from '../../engine/uploads/stories.ts';
import { surveyUploads } from '../../engine/uploads/survey.ts';
import { COMMON_OPTIONS, type Command } from '../command.ts';
import { EXIT, type ExitCode } from '../exitCodes.ts';
import type { Output } from '../output/output.ts';
import { table } from '../output/table.ts';
import { sentenceFor, visible } from '../output/words.ts';
import { openSurvey, toListed } from './survey.ts';

export const inspect: Command = {
  name: 'inspect',
  summary: 'show everything that is known of an upload',
  positionals: ['ID'],
  options: COMMON_OPTIONS,
  about: [
    'Looks without taking a lock, so that it works while an app has the store open. Of an upload that has ended it',
    'shows its line of history and its story.',
  ],
  examples: ['layerlift inspect 7d3c1d6e-5f0a-4b6e-9a53-0f6f2b1c8e77 --store /srv/registry'],
  tellsEvents: false,

  async run(args, { store, output, interruption }) {
    const id = args.first('ID', parseUploadId);
    const parts = await openSurvey(store);
    const found = (await surveyUploads(parts, interruption.signal)).find((upload) => upload.view.id === id);
    const history = await History.load(parts.driver);
    const story = await readStory(parts.driver, id, found?.view ?? null, history.get(id));
    if (found === undefined) return showEnded(history.get(id) ?? unknown(id), story, output);
    const ref: UploadRef = { repository: found.view.repository, id };
    const source = (found.plan?.record ?? (await readRecord(parts.driver, ref)))?.source ?? null;
    const details = await inspectDetails(
      { root: store, driver: parts.driver, clock: Date.now },
      { ref, status: found.view.status, source, isPlanned: found.plan !== null },
    );
    const sourceError = details.source?.error ?? null;
    const shown = {
      ...toListed(found),
      finishBySelf: found.view.finishBySelf,
      createdAt: new Date(found.view.createdAt).toISOString(),
      sourceError: sourceError === null ? null : { code: sourceError.code, message: sentenceFor(sourceError) },
      folder: details.folder,
      digester: (await loadDigesterFactory()).backend,
      checkpoints: details.checkpoints.map(({ offset, at, states }) => ({
        offset,
        at: new Date(at).toISOString(),
        algorithms: states.map(({ algorithm }) => algorithm),
        digests: states.map(({ digest }) => digest),
      })),
      hashStates: details.hashStates.map(({ algorithm, name, offset, verdict }) => ({
        algorithm,
        name,
        offset,
        verdict,
      })),
      hashStatesLeftOut: details.hashStatesLeftOut,
      story: storyToJson(story),
    };
    const { error, sourceError: changed, checkpoints, hashStates, story: _told, ...plain } = shown;
    output.result(shown, [
      ...table([
        ...Object.entries(plain).map(([key, value]) => [key, toText(key, value)]),
        ...checkpoints.map(({ offset, algorithms }) => ['checkpoint', `${offset} (${algorithms.join(', ')})`]),
        ...hashStates.map(({ name, verdict }) => ['hash state', `${visible(name)}: ${verdict}`]),
        ...(changed === null ? [] : [['source error', `${changed.code}: ${changed.message}`]]),
        ...(error === null ? [] : [['error', `${error.code}: ${error.message}`]]),
      ]),
      '',
      ...storyLines(story, 'en'),
    ]);
    return EXIT.done;
  },
};

function unknown(id: UploadId): never {
  throw new LayerliftError('UPLOAD_UNKNOWN', 'no such upload', { id });
}

/** Of an upload that has ended, the store knows its line of history and its story. */
function showEnded({ outcome, at, oneStep: _, ...entry }: HistoryEntry, story: Story, output: Output): ExitCode {
  const plain = { ...entry, status: outcome, endedAt: new Date(at).toISOString() };
  const shown = { ...plain, story: storyToJson(story) };
  const lines = table(Object.entries(plain).map(([key, value]) => [key, toText(key, value)]));
  output.result(shown, [...lines, '', ...storyLines(story, 'en')]);
  return EXIT.done;
}

const BYTES: readonly string[] = ['offset', 'size', 'checkpointed', 'gap'];

function toText(key: string, value: unknown): string {
  if (value === null) return '-';
  return typeof value === 'number' && BYTES.includes(key) ? `${value} (${formatBytes(value)})` : visible(String(value));
}
