import path from 'node:path';
import { CONTENTS_LIMITS } from '../../shared/contents.ts';
import { parseDigest } from '../../shared/digest.ts';
import { FILES_MAX } from '../../shared/intake.ts';
import type { CommandName, Commands } from '../../shared/ipc.ts';
import { LANGUAGES } from '../../shared/language.ts';
import { MENU_COMMANDS } from '../../shared/menuCommands.ts';
import { parseUploadId, type UploadId } from '../../shared/names.ts';
import type { Settings } from '../../shared/settings.ts';
import { z } from '../schema.ts';
import { PATH_MAX, SETTINGS_RULES } from '../settingsFormat.ts';
import { areWords, isRepository } from '../storeProfiles.ts';

/** Most paths, ids or items in one command. */
export const BATCH_MAX = FILES_MAX;

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
const repositoryText = z.string().max(1000);

const intakeId = z.int().positive();

const addRequest = z.strictObject({
  repository: repositoryText,
  finishBySelf: z.boolean(),
  items: z
    .array(z.strictObject({ token, digest: digestText, repository: z.string().max(1000).nullable() }))
    .min(1)
    .max(BATCH_MAX),
});

const field = <Field extends keyof Settings>(name: Field) =>
  z.custom<Settings[Field]>((value) => SETTINGS_RULES[name](value)).exactOptional();

/**
 * Stores and folders are absent on purpose: they come from the system's dialogs (`store:choose`, `watch:choose`), not
 * from the page.
 */
const settingsChange = z.strictObject({
  repository: field('repository'),
  finishBySelf: field('finishBySelf'),
  resumeBySelf: field('resumeBySelf'),
  concurrency: field('concurrency'),
  rateLimit: field('rateLimit'),
  rateTimetable: field('rateTimetable'),
  verifyExisting: field('verifyExisting'),
  digester: field('digester'),
  theme: field('theme'),
  contrast: field('contrast'),
  motion: field('motion'),
  zoom: field('zoom'),
  language: field('language'),
  tray: field('tray'),
  notifications: field('notifications'),
  keepAwake: field('keepAwake'),
  askBeforeQuit: field('askBeforeQuit'),
  watchRepository: field('watchRepository'),
  watchQuiet: field('watchQuiet'),
});

/** Names a profile; its handler takes only those that there are. */
const storeRoot = z
  .string()
  .max(PATH_MAX)
  .refine((text) => path.isAbsolute(text) && !text.includes('\0'), 'not an absolute path');

/** Names and digests that the window was told, and nobody has typed. */
const listedRepository = z.string().refine(isRepository, 'not a repository');
const listedDigest = z.string().refine(isDigest, 'not a digest');

const profileWords = z
  .strictObject({ name: z.string(), repository: z.string(), host: z.string() })
  .refine(areWords, 'not the words of a profile');

function isDigest(text: string): boolean {
  try {
    parseDigest(text);
    return true;
  } catch {
    return false;
  }
}

const storyForm = z.union([
  z.strictObject({ kind: z.literal('json') }),
  z.strictObject({ kind: z.literal('text'), language: z.enum(LANGUAGES) }),
]);

const nothing = z.tuple([]);

/** What each command accepts: exactly these arguments, within these bounds. */
export const SCHEMAS: { readonly [Name in CommandName]: z.ZodType<Parameters<Commands[Name]>> } = {
  'state:snapshot': nothing,
  'files:choose': nothing,
  'files:chooseFolders': nothing,
  'files:inspect': z.tuple([z.array(filePath).max(BATCH_MAX)]),
  'files:paste': nothing,
  'files:offered': nothing,
  'files:proceed': z.tuple([intakeId]),
  'files:stop': z.tuple([intakeId]),
  'uploads:add': z.tuple([addRequest]),
  'uploads:pause': z.tuple([uploadIds]),
  'uploads:resume': z.tuple([uploadIds]),
  'uploads:startNow': z.tuple([uploadIds]),
  'uploads:move': z.tuple([z.strictObject({ ids: uploadIds, before: uploadId.nullable() })]),
  'uploads:finish': z.tuple([uploadIds]),
  'uploads:cancel': z.tuple([uploadIds]),
  'uploads:verify': z.tuple([uploadIds]),
  'uploads:renew': z.tuple([uploadIds]),
  'uploads:stopRetrying': z.tuple([uploadIds]),
  'uploads:setFinishBySelf': z.tuple([uploadIds, z.boolean()]),
  'uploads:setExpected': z.tuple([uploadId, digestText]),
  'uploads:attach': z.tuple([uploadId]),
  'uploads:reveal': z.tuple([uploadId]),
  'uploads:inspect': z.tuple([uploadId]),
  'uploads:revealPlace': z.tuple([uploadId, place]),
  'uploads:copyPath': z.tuple([uploadId, place]),
  'uploads:copyDigest': z.tuple([uploadId]),
  'uploads:story': z.tuple([uploadId]),
  'uploads:copyStory': z.tuple([uploadId, storyForm]),
  'uploads:contents': z.tuple([contentsRequest]),
  'uploads:dismiss': z.tuple([uploadIds]),
  'history:list': nothing,
  'settings:change': z.tuple([settingsChange]),
  'menu:offer': z.tuple([z.array(z.enum(MENU_COMMANDS)).max(MENU_COMMANDS.length)]),
  'log:read': nothing,
  'log:export': nothing,
  'store:choose': nothing,
  'store:open': z.tuple([z.boolean()]),
  'store:useSuggested': nothing,
  'stores:list': nothing,
  'stores:switch': z.tuple([storeRoot]),
  'stores:describe': z.tuple([storeRoot, profileWords]),
  'stores:forget': z.tuple([storeRoot]),
  'catalog:layers': z.tuple([listedRepository, z.int().min(0)]),
  'catalog:refresh': z.tuple([listedRepository.nullable()]),
  'catalog:verify': z.tuple([listedDigest]),
  'catalog:stopVerifying': z.tuple([listedDigest]),
  'catalog:copy': z.tuple([listedRepository, listedDigest, z.enum(['digest', 'reference'])]),
  'catalog:reveal': z.tuple([listedDigest]),
  'app:about': nothing,
  'app:licences': nothing,
  'app:reportViolation': z.tuple([z.strictObject({ directive: z.string().max(1000), blocked: z.string().max(1000) })]),
  'updates:check': nothing,
  'updates:install': nothing,
  'watch:choose': nothing,
  'watch:stop': nothing,
};
