import path from 'node:path';
import { CONTENTS_LIMITS } from '../../shared/contents.ts';
import type { CommandName, Commands } from '../../shared/ipc.ts';
import { parseUploadId, type UploadId } from '../../shared/names.ts';
import type { Settings } from '../../shared/settings.ts';
import { z } from '../schema.ts';
import { SETTINGS_RULES } from '../settingsFormat.ts';

/** Most paths, ids or items in one command: far above what a person drops at once. */
export const BATCH_MAX = 20_000;

/** The longest path that any system takes (Windows, in UTF-16 units). */
const PATH_MAX = 32_767;

const uploadId = z
  .string()
  .length(36)
  .transform((text, context): UploadId => {
    try {
      return parseUploadId(text);
    } catch {
      context.addIssue({ code: 'custom', message: 'not an upload id' });
      return z.NEVER;
    }
  });
const uploadIds = z.array(uploadId).max(BATCH_MAX);

/** Absolute, or empty for a dropped file that lies on no disk. */
const filePath = z
  .string()
  .max(PATH_MAX)
  .refine((text) => text === '' || (path.isAbsolute(text) && !text.includes('\0')), 'not an absolute path');

/** Longer than the path of any file in an upload's folder. */
const PLACE_NAME_MAX = 1000;

const place = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('folder') }),
  z.strictObject({ kind: z.literal('source') }),
  z.strictObject({ kind: z.literal('file'), name: z.string().max(PLACE_NAME_MAX) }),
]);

/** Longer than any path that somebody would type, and more folders than somebody would open. */
const contentsRequest = z.strictObject({
  id: uploadId,
  query: z.string().max(1000),
  open: z.array(z.int().min(0)).max(CONTENTS_LIMITS.nodes),
});

const token = z.uuid();
/** Digests and names are parsed by their handlers, so that mistakes of people get a code of their own. */
const digestText = z.string().max(1000).nullable();

const addRequest = z.strictObject({
  repository: z.string().max(1000),
  finishBySelf: z.boolean(),
  items: z
    .array(z.strictObject({ token, digest: digestText }))
    .min(1)
    .max(BATCH_MAX),
});

const field = <Field extends keyof Settings>(name: Field) =>
  z.custom<Settings[Field]>((value) => SETTINGS_RULES[name](value)).exactOptional();

/** The store is absent on purpose: its folder comes from the system's dialog (`store:choose`), never from the page. */
const settingsChange = z.strictObject({
  repository: field('repository'),
  finishBySelf: field('finishBySelf'),
  resumeBySelf: field('resumeBySelf'),
  concurrency: field('concurrency'),
  rateLimit: field('rateLimit'),
  verifyExisting: field('verifyExisting'),
  theme: field('theme'),
});

const nothing = z.tuple([]);

/** What each command accepts: exactly these arguments, within these bounds. */
export const SCHEMAS: { readonly [Name in CommandName]: z.ZodType<Parameters<Commands[Name]>> } = {
  'state:snapshot': nothing,
  'files:choose': nothing,
  'files:inspect': z.tuple([z.array(filePath).max(BATCH_MAX)]),
  'files:offered': nothing,
  'uploads:add': z.tuple([addRequest]),
  'uploads:pause': z.tuple([uploadIds]),
  'uploads:resume': z.tuple([uploadIds]),
  'uploads:finish': z.tuple([uploadIds]),
  'uploads:cancel': z.tuple([uploadIds]),
  'uploads:verify': z.tuple([uploadIds]),
  'uploads:renew': z.tuple([uploadIds]),
  'uploads:setExpected': z.tuple([uploadId, digestText]),
  'uploads:attach': z.tuple([uploadId]),
  'uploads:reveal': z.tuple([uploadId]),
  'uploads:inspect': z.tuple([uploadId]),
  'uploads:revealPlace': z.tuple([uploadId, place]),
  'uploads:copyPath': z.tuple([uploadId, place]),
  'uploads:copyDigest': z.tuple([uploadId]),
  'uploads:story': z.tuple([uploadId]),
  'uploads:copyStory': z.tuple([uploadId, z.enum(['text', 'json'])]),
  'uploads:contents': z.tuple([contentsRequest]),
  'uploads:dismiss': z.tuple([uploadIds]),
  'history:list': nothing,
  'settings:change': z.tuple([settingsChange]),
  'store:choose': nothing,
  'store:open': z.tuple([z.boolean()]),
};
