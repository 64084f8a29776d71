import path from 'node:path';
import { LANGUAGES } from '../shared/language.ts';
import { isRateTimetable } from '../shared/rateTimetable.ts';
import {
  BACKEND_CHOICES,
  CONCURRENCY_MAX,
  DEFAULT_SETTINGS,
  RATE_LIMIT_MAX,
  RATE_LIMIT_MIN,
  type Settings,
  ZOOMS,
} from '../shared/settings.ts';
import { STORES_MAX } from '../shared/stores.ts';
import { areWords, isRepository } from './storeProfiles.ts';

/** The longest path that any system takes (Windows, in UTF-16 units). */
export const PATH_MAX = 32_767;

import { QUIET_MAX, QUIET_MIN } from '../shared/watch.ts';

const isText = (value: unknown, longest: number): value is string =>
  typeof value === 'string' && value.length <= longest && !value.includes('\0');
const isBetween = (value: number, least: number, most: number): boolean => value >= least && value <= most;
const isFlag = (value: unknown): boolean => typeof value === 'boolean';

const isRate = (value: unknown): boolean =>
  value === 0 || (Number.isInteger(value) && isBetween(Number(value), RATE_LIMIT_MIN, RATE_LIMIT_MAX));

function areProfiles(value: unknown): boolean {
  if (!Array.isArray(value) || value.length > STORES_MAX) return false;
  const profiles = value as readonly unknown[];
  const roots = profiles.map((profile) => (isRecord(profile) ? profile['root'] : null));
  return profiles.every(isProfile) && new Set(roots).size === roots.length;
}

function isProfile(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { root, name, repository, host } = value;
  return isText(root, PATH_MAX) && path.isAbsolute(root) && areWords({ name, repository, host });
}

const isRepositoryOrNone = (value: unknown): boolean => isText(value, 300) && (value === '' || isRepository(value));

/** What each field accepts, wherever it comes from. */
export const SETTINGS_RULES: { readonly [Field in keyof Settings]: (value: unknown) => boolean } = {
  store: (value) => isText(value, PATH_MAX),
  stores: areProfiles,
  repository: isRepositoryOrNone,
  finishBySelf: isFlag,
  resumeBySelf: isFlag,
  concurrency: (value) => Number.isInteger(value) && isBetween(Number(value), 1, CONCURRENCY_MAX),
  rateLimit: isRate,
  rateTimetable: (value) => isRateTimetable(value, isRate),
  verifyExisting: isFlag,
  contrast: (value) => value === 'system' || value === 'more',
  motion: (value) => value === 'system' || value === 'reduce',
  zoom: (value) => ZOOMS.some((step) => step === value),
  digester: (value) => BACKEND_CHOICES.some((choice) => choice === value),
  watchFolder: (value) => isText(value, 32_768) && (value === '' || path.isAbsolute(value)),
  watchRepository: isRepositoryOrNone,
  watchQuiet: (value) => Number.isInteger(value) && isBetween(Number(value), QUIET_MIN, QUIET_MAX),
  theme: (value) => value === 'system' || value === 'light' || value === 'dark',
  language: (value) => value === 'system' || LANGUAGES.some((language) => language === value),
  tray: isFlag,
  notifications: isFlag,
  keepAwake: isFlag,
  askBeforeQuit: isFlag,
};

/** The fields of `SETTINGS_RULES`, in the order of the defaults. */
export const SETTINGS_FIELDS = Object.keys(DEFAULT_SETTINGS) as readonly (keyof Settings)[];

/**
 * Reads the text of a settings file. Absent fields take their default: an older app did not know them.
 * @returns null when the text is no settings file at all; otherwise the settings, with defaults for the `wrong` fields.
 */
export function parseSettings(text: string): { settings: Settings; wrong: readonly (keyof Settings)[] } | null {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isRecord(file) || !Number.isInteger(file['version']) || !isRecord(file['settings'])) return null;
  const given = file['settings'];
  const present = SETTINGS_FIELDS.filter((field) => Object.hasOwn(given, field));
  const wrong = present.filter((field) => !SETTINGS_RULES[field](given[field]));
  const right = present.filter((field) => !wrong.includes(field));
  const fields = Object.fromEntries(right.map((field) => [field, given[field]]));
  return { settings: { ...DEFAULT_SETTINGS, ...fields }, wrong };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
