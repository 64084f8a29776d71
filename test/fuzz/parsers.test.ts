import path from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { parseCommand, UsageError } from '../../electron/cli/arguments.ts';
import { finish } from '../../electron/cli/commands/finish.ts';
import { purge } from '../../electron/cli/commands/purge.ts';
import { upload } from '../../electron/cli/commands/upload.ts';
import { parseDuration } from '../../electron/cli/duration.ts';
import { parseRate } from '../../electron/cli/rate.ts';
import { parseCommandLine } from '../../electron/commandLine.ts';
import { decodeHashState, encodeHashState } from '../../electron/engine/digest/hashState.ts';
import { parseRecord, serializeRecord } from '../../electron/engine/layers/uploadRecord.ts';
import { parseArguments } from '../../electron/ipc/handle.ts';
import { SCHEMAS } from '../../electron/ipc/schemas.ts';
import { parseSettings, SETTINGS_FIELDS, SETTINGS_RULES } from '../../electron/settingsFormat.ts';
import { ALGORITHMS, DIGEST_SIZES, digestFromBytes, parseDigest } from '../../shared/digest.ts';
import { type ErrorCode, hasCode } from '../../shared/errors.ts';
import type { CommandName } from '../../shared/ipc.ts';
import { parseRepositoryName, parseTagName, parseUploadId } from '../../shared/names.ts';
import { RATE_LIMIT_MAX, RATE_LIMIT_MIN } from '../../shared/settings.ts';
import { formatStartedAt, parseStartedAt } from '../../shared/startedAt.ts';
import { anyHashState, PARTS } from '../engine/digest/hashStates.ts';
import { newRecord } from '../support/layers.ts';
import { attempt, nearly, nearlyBytes, RUNS } from './inputs.ts';

const counted: Record<string, { given: number; taken: number }> = {};

afterAll(() => {
  const lines = Object.entries(counted).map(([name, { given, taken }]) => `${name} ${given} (${taken} taken)`);
  console.log(`inputs: ${lines.join(', ')}`);
});

/** Gives a parser `RUNS` inputs. `parse` answers null to refuse; what it takes must pass `isRight`. */
function fuzz<I, T>(
  name: string,
  inputs: fc.Arbitrary<I>,
  parse: (input: I) => T | null,
  isRight: (taken: T, input: I) => boolean,
): void {
  it(`${name}: takes what is right, refuses the rest, and never fails otherwise`, () => {
    const count = { given: 0, taken: 0 };
    counted[name] = count;
    const property = fc.property(inputs, (input) => {
      count.given += 1;
      const taken = parse(input);
      if (taken === null) return;
      count.taken += 1;
      expect(isRight(taken, input)).toBe(true);
    });
    fc.assert(property, { numRuns: RUNS });
    // A run in which nothing is taken, or everything, has proven nothing.
    expect(count.taken).toBeGreaterThan(RUNS / 50);
    expect(count.taken).toBeLessThan(count.given);
  });
}

const coded =
  (code: ErrorCode) =>
  (error: unknown): boolean =>
    hasCode(error, code);
const usage = (error: unknown): boolean => error instanceof UsageError;

const digestText = fc
  .constantFrom(...ALGORITHMS)
  .chain((algorithm) =>
    fc
      .uint8Array({ minLength: DIGEST_SIZES[algorithm], maxLength: DIGEST_SIZES[algorithm] })
      .map((bytes) => digestFromBytes(algorithm, bytes)),
  );
const nameText = fc
  .array(fc.stringMatching(/^[a-z0-9]{1,9}$/), { minLength: 1, maxLength: 6 })
  .chain((parts) =>
    fc
      .array(fc.constantFrom('/', '.', '_', '__', '-', '---'), { minLength: parts.length, maxLength: parts.length })
      .map((seams) => parts.map((part, at) => (at === 0 ? part : `${seams[at]}${part}`)).join('')),
  );

/** The grammar told in other words than the parser's: what stands between letters and digits is a slash or a seam. */
const isName = (text: string): boolean =>
  text.length <= 255 &&
  /^[a-z0-9]/.test(text) &&
  /[a-z0-9]$/.test(text) &&
  (text.match(/[^a-z0-9]+/g) ?? []).every((seam) => ['/', '.', '_', '__'].includes(seam) || /^-+$/.test(seam));

describe('names and small texts', () => {
  fuzz(
    'digest',
    nearly(digestText),
    (text) => attempt(() => parseDigest(text), coded('DIGEST_INVALID')),
    (_, text) => {
      const [algorithm = '', hex = ''] = text.split(':');
      const size = { sha256: 64, sha384: 96, sha512: 128 }[algorithm];
      return (
        text === `${algorithm}:${hex}` &&
        hex.length === size &&
        [...hex].every((digit) => '0123456789abcdef'.includes(digit))
      );
    },
  );
  fuzz(
    'repository',
    nearly(nameText),
    (text) => attempt(() => parseRepositoryName(text), coded('REPOSITORY_INVALID')),
    (_, text) => isName(text),
  );
  fuzz(
    'tag',
    nearly(fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,140}$/)),
    parseTagName,
    (tag) => tag.length > 0 && tag.length <= 128 && !/^[.-]|[^\w.-]/.test(tag),
  );
  fuzz(
    'id',
    nearly(fc.uuid()),
    (text) => attempt(() => parseUploadId(text), coded('UPLOAD_ID_INVALID')),
    (_, text) => {
      const digits = text.replaceAll('-', '');
      const hyphens = [...text].flatMap((letter, at) => (letter === '-' ? [at] : []));
      return (
        text.length === 36 && hyphens.join() === '8,13,18,23' && digits.length === 32 && /^[0-9a-f]+$/.test(digits)
      );
    },
  );
  fuzz(
    'startedat',
    nearly(
      fc
        .date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T00:00:00Z'), noInvalidDate: true })
        .map((date) => formatStartedAt(date.getTime())),
    ),
    (text) => attempt(() => parseStartedAt(text), coded('STARTED_AT_INVALID')),
    (ms, text) => Date.parse(text) === ms && text.trim() === text && /^\d{4}-\d\d-\d\dT/.test(text),
  );
  fuzz(
    'rate',
    nearly(
      fc
        .tuple(fc.integer({ min: 1, max: 2_000_000 }), fc.constantFrom('k', 'M', 'Ki', ''))
        .map((parts) => parts.join('')),
    ),
    (text) => attempt(() => parseRate(text), usage),
    (rate) => Number.isSafeInteger(rate) && rate >= RATE_LIMIT_MIN && rate <= RATE_LIMIT_MAX,
  );
  fuzz(
    'duration',
    nearly(fc.tuple(fc.nat(10_000), fc.constantFrom('s', 'm', 'h', 'd', 'w')).map((parts) => parts.join(''))),
    (text) => attempt(() => parseDuration(text), usage),
    (ms) => Number.isFinite(ms) && ms >= 0,
  );
});

describe('what lies on disk', () => {
  fuzz(
    'hash state',
    nearlyBytes(anyHashState.map(encodeHashState)),
    (bytes) => attempt(() => decodeHashState(bytes), coded('HASH_STATE_INVALID')),
    (state, bytes) => {
      const again = encodeHashState(state);
      const { block, length, total } = PARTS[state.algorithm];
      const tail = block + state.tail.length;
      return (
        bytes.length === total &&
        state.tail.length === state.length % (length - block) &&
        Number.isSafeInteger(state.length) &&
        Buffer.compare(again.subarray(0, tail), bytes.subarray(0, tail)) === 0 &&
        Buffer.compare(again.subarray(length), bytes.subarray(length)) === 0
      );
    },
  );
  fuzz(
    'record',
    nearlyBytes(
      fc
        .tuple(nameText, fc.oneof(fc.nat(), fc.maxSafeNat()))
        .map(([name, createdAt]) => serializeRecord(newRecord({ name, createdAt }))),
    ),
    parseRecord,
    (record) => {
      const again = parseRecord(serializeRecord(record));
      expect(again).toEqual(record);
      // Whoever shows it makes a date of it.
      expect(new Date(record.createdAt).getTime()).toBe(record.createdAt);
      return isName(record.repository);
    },
  );
  const settings = fc.record({
    version: fc.constant(1),
    settings: fc.dictionary(fc.constantFrom(...SETTINGS_FIELDS), fc.oneof(fc.jsonValue(), fc.boolean(), fc.nat(10))),
  });
  fuzz('settings', nearly(settings.map((file) => JSON.stringify(file))), parseSettings, (parsed) =>
    SETTINGS_FIELDS.every((field) => SETTINGS_RULES[field](parsed.settings[field])),
  );
});

describe('what others say', () => {
  const commands = Object.keys(SCHEMAS) as CommandName[];
  const args = fc.array(
    fc.oneof(fc.anything({ withNullPrototype: true }), fc.uuid(), fc.array(fc.uuid()), fc.boolean(), fc.string()),
    { maxLength: 3 },
  );
  fuzz(
    'ipc',
    fc.tuple(fc.constantFrom(...commands), args),
    ([name, given]) => attempt(() => parseArguments(name, given), coded('IPC_ARGUMENT')),
    (taken, [, given]) => {
      expect(taken).toEqual(given);
      return true;
    },
  );
  const word = fc.oneof(
    fc.constantFrom(
      '--store',
      '--repository',
      '--json',
      '--',
      '--digest',
      '--older-than=3d',
      '-',
      '--store=/s',
      'a.tar',
      '--limit-rate',
    ),
    nearly(fc.constantFrom('file:///a/b.tar', 'file:///a%20b', '/here/a.tar', '--repository=library/a')),
    fc.string(),
  );
  fuzz(
    'app command line',
    fc.tuple(fc.array(word, { maxLength: 8 }), fc.boolean()),
    ([words, hasAppPath]) => {
      const line = parseCommandLine(words, '/here', hasAppPath);
      return line.problems.length > 0 ? null : line;
    },
    ({ store, files }) =>
      [...files, store ?? '/'].every((file) => path.resolve(file) === file) &&
      files.every((file) => !file.includes('\0')) &&
      new Set(files).size === files.length,
  );
  fuzz(
    'cli arguments',
    fc.tuple(fc.constantFrom(upload, finish, purge), fc.array(word, { maxLength: 6 })),
    ([command, words]) => attempt(() => parseCommand(command, words), usage),
    (parsed, [command, words]) =>
      parsed.positionals.every((text) => words.includes(text)) &&
      (command.positionals.some((name) => name.endsWith('…')) ||
        parsed.positionals.length <= command.positionals.length),
  );
});
