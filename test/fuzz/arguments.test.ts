import { randomUUID } from 'node:crypto';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { takeHandover } from '../../electron/handover.ts';
import { parseArguments } from '../../electron/ipc/handle.ts';
import { SCHEMAS } from '../../electron/ipc/schemas.ts';
import { SETTINGS_RULES } from '../../electron/settingsFormat.ts';
import { hasCode } from '../../shared/errors.ts';
import type { CommandName } from '../../shared/ipc.ts';
import { MENU_COMMANDS } from '../../shared/menuCommands.ts';
import { quickTempDir } from '../support/tempDir.ts';
import { nearlyValue, RUNS } from './inputs.ts';

const ID = '0b7f2f60-6f0c-4d0e-9a3e-2f5a0d6f0c11';
const TOKEN = randomUUID();
const ids = [[ID, ID]];
const DIGEST = `sha256:${'a'.repeat(64)}`;

/** One right list of arguments for each command of the window. */
const RIGHT: { readonly [Name in CommandName]: readonly unknown[] } = {
  'state:snapshot': [],
  'files:choose': [],
  'files:chooseFolders': [],
  'files:inspect': [['/a', '/b c 🐳', '']],
  'files:paste': [],
  'files:offered': [],
  'files:proceed': [3],
  'files:stop': [3],
  'uploads:add': [
    { repository: 'library/a', finishBySelf: true, items: [{ token: TOKEN, digest: null, repository: 'library/b' }] },
  ],
  'uploads:pause': ids,
  'uploads:resume': ids,
  'uploads:startNow': ids,
  'uploads:move': [{ ids: ids[0], before: ID }],
  'uploads:finish': ids,
  'uploads:cancel': ids,
  'uploads:verify': ids,
  'uploads:renew': ids,
  'uploads:stopRetrying': ids,
  'uploads:setFinishBySelf': [[ID], true],
  'uploads:setExpected': [ID, 'sha256:12'],
  'uploads:attach': [ID],
  'uploads:reveal': [ID],
  'uploads:inspect': [ID],
  'uploads:revealPlace': [ID, { kind: 'file', name: 'data' }],
  'uploads:copyPath': [ID, { kind: 'folder' }],
  'uploads:copyDigest': [ID],
  'uploads:story': [ID],
  'uploads:copyStory': [ID, { kind: 'text', language: 'de' }],
  'uploads:contents': [{ id: ID, query: 'etc', open: [1, 2] }],
  'uploads:dismiss': ids,
  'history:list': [],
  'settings:change': [{ theme: 'dark', concurrency: 3, repository: 'library/a', finishBySelf: true }],
  'menu:offer': [['pauseAll', 'finish']],
  'log:read': [],
  'log:export': [],
  'store:choose': [],
  'store:open': [true],
  'store:useSuggested': [],
  'stores:list': [],
  'stores:switch': ['/a'],
  'stores:describe': ['/a', { name: 'A', repository: 'library/a', host: 'registry.example' }],
  'stores:forget': ['/a'],
  'catalog:layers': ['library/a', 200],
  'catalog:refresh': [null],
  'catalog:verify': [DIGEST],
  'catalog:stopVerifying': [DIGEST],
  'catalog:copy': ['library/a', DIGEST, 'reference'],
  'catalog:reveal': [DIGEST],
  'app:about': [],
  'app:licences': [],
  'app:reportViolation': [{ directive: 'script-src-elem', blocked: 'inline' }],
  'updates:check': [],
  'updates:install': [],
  'watch:choose': [],
  'watch:stop': [],
};

const WITH_MORE = [
  'stores:describe',
  'files:inspect',
  'uploads:contents',
  'uploads:add',
  'uploads:revealPlace',
  'settings:change',
] as const;

const isText = (value: unknown): value is string => typeof value === 'string';
const isUuid = (value: unknown): boolean => isText(value) && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value);
const isId = (value: unknown): boolean => isUuid(value) && isText(value) && value === value.toLowerCase();
const isDigestText = (value: unknown): boolean => value === null || (isText(value) && value.length <= 1000);
/** Told by hand for what `RIGHT` has, spoilt in one place. */
function areProfileWords(value: unknown): boolean {
  const [name, repository, host] = ['name', 'repository', 'host'].map((key) => valueAt(value, key));
  return (
    isText(name) &&
    name.length <= 100 &&
    (repository === '' || SETTINGS_RULES.repository(repository)) &&
    (host === '' || (isText(host) && /^[\w.:[\]-]+$/.test(host)))
  );
}

const isName = (value: unknown): boolean => value !== '' && SETTINGS_RULES.repository(value);
const isDigest = (value: unknown): boolean =>
  isText(value) && /^sha(256:[0-9a-f]{64}|384:[0-9a-f]{96}|512:[0-9a-f]{128})$/.test(value);
const isPath = (value: unknown): boolean =>
  value === '' || (isText(value) && path.isAbsolute(value) && !value.includes('\0'));
const every = (value: unknown, is: (one: unknown) => boolean): boolean => Array.isArray(value) && value.every(is);
const keysOf = (value: unknown): string => Object.keys(Object(value)).sort().join();
const valueAt = (value: unknown, key: string): unknown => Reflect.get(Object(value), key);

function isPlace(value: unknown): boolean {
  if (valueAt(value, 'kind') === 'file') return keysOf(value) === 'kind,name' && isText(valueAt(value, 'name'));
  return keysOf(value) === 'kind' && ['folder', 'source'].includes(String(valueAt(value, 'kind')));
}

/** What may be taken, told a second time and without the schemas. */
function mayBe(name: CommandName, args: readonly unknown[]): boolean {
  const [first, second] = args;
  if (args.length !== RIGHT[name].length) return false;
  switch (name) {
    case 'files:inspect':
      return every(first, isPath);
    case 'menu:offer':
      return every(first, (one) => MENU_COMMANDS.some((command) => command === one));
    case 'uploads:add':
      return (
        keysOf(first) === 'finishBySelf,items,repository' &&
        isText(valueAt(first, 'repository')) &&
        every(
          valueAt(first, 'items'),
          (item) =>
            keysOf(item) === 'digest,repository,token' &&
            isUuid(valueAt(item, 'token')) &&
            isDigestText(valueAt(item, 'repository')) &&
            isDigestText(valueAt(item, 'digest')),
        )
      );
    case 'uploads:move':
      return (
        keysOf(first) === 'before,ids' &&
        every(valueAt(first, 'ids'), isId) &&
        (valueAt(first, 'before') === null || isId(valueAt(first, 'before')))
      );
    case 'uploads:setFinishBySelf':
      return every(first, isId) && typeof second === 'boolean';
    case 'uploads:setExpected':
      return isId(first) && isDigestText(second);
    case 'uploads:revealPlace':
    case 'uploads:copyPath':
      return isId(first) && isPlace(second);
    case 'uploads:attach':
    case 'uploads:reveal':
    case 'uploads:inspect':
    case 'uploads:copyDigest':
    case 'uploads:story':
      return isId(first);
    case 'uploads:contents':
      return (
        keysOf(first) === 'id,open,query' &&
        isId(valueAt(first, 'id')) &&
        isText(valueAt(first, 'query')) &&
        every(valueAt(first, 'open'), (node) => Number.isSafeInteger(node) && Number(node) >= 0)
      );
    case 'uploads:copyStory':
      return (
        isId(first) &&
        ((keysOf(second) === 'kind' && valueAt(second, 'kind') === 'json') ||
          (keysOf(second) === 'kind,language' &&
            valueAt(second, 'kind') === 'text' &&
            ['en', 'de'].includes(String(valueAt(second, 'language')))))
      );
    case 'settings:change':
      return Object.entries(Object(first)).every(
        ([key, value]) =>
          !['store', 'stores', 'watchFolder'].includes(key) && Reflect.get(SETTINGS_RULES, key)?.(value) === true,
      );
    case 'files:proceed':
    case 'files:stop':
      return Number.isSafeInteger(first) && Number(first) > 0;
    case 'store:open':
      return typeof first === 'boolean';
    case 'stores:switch':
    case 'stores:forget':
      return first !== '' && isPath(first);
    case 'stores:describe':
      return first !== '' && isPath(first) && keysOf(second) === 'host,name,repository' && areProfileWords(second);
    case 'catalog:layers':
      return isName(first) && Number.isSafeInteger(second) && Number(second) >= 0;
    case 'catalog:refresh':
      return first === null || isName(first);
    case 'catalog:verify':
    case 'catalog:stopVerifying':
    case 'catalog:reveal':
      return isDigest(first);
    case 'catalog:copy':
      return isName(first) && isDigest(second) && ['digest', 'reference'].includes(String(args[2]));
    case 'app:reportViolation':
      return keysOf(first) === 'blocked,directive' && Object.values(Object(first)).every(isText);
    default:
      return args.length === 0 || every(first, isId);
  }
}

describe('arguments that are nearly right', () => {
  it('of the window’s commands: taken in their form alone, else refused with a code', () => {
    const commands = Object.keys(SCHEMAS) as CommandName[];
    const input = fc
      // Those with more in them than an id come more often.
      .oneof(fc.constantFrom(...commands), fc.constantFrom(...WITH_MORE))
      .chain((name) => fc.tuple(fc.constant(name), nearlyValue(fc.constant(RIGHT[name]))));
    let given = 0;
    const taken: CommandName[] = [];
    fc.assert(
      fc.property(input, ([name, value]) => {
        given += 1;
        const args = Array.isArray(value) ? value : [value];
        try {
          expect(mayBe(name, parseArguments(name, args))).toBe(true);
          expect(mayBe(name, args)).toBe(true);
          taken.push(name);
        } catch (error) {
          if (!hasCode(error, 'IPC_ARGUMENT')) throw error;
        }
      }),
      // Chance would leave one command or another without a right input, once in a while.
      { numRuns: RUNS, examples: commands.map((name): [[CommandName, unknown]] => [[name, RIGHT[name]]]) },
    );
    expect([...new Set(taken)].sort()).toEqual([...commands].sort());
    expect(taken.length).toBeLessThan(given);
    console.log(`inputs: ipc, nearly right ${given} (${taken.length} taken)`);
  });

  it('of a second start: a hand-over is taken by its name alone', async () => {
    await using dir = await quickTempDir();
    const name = `handover-${ID}.json`;
    let [given, named] = [0, 0];
    fc.assert(
      fc.property(nearlyValue(fc.constant({ handover: name })), (data) => {
        given += 1;
        try {
          expect(takeHandover(dir.path, data)).toBeNull();
        } catch (error) {
          // Named rightly, and not there.
          expect(error).toMatchObject({ code: 'ENOENT', path: path.join(dir.path, name) });
          named += 1;
        }
      }),
      { numRuns: RUNS },
    );
    expect(named).toBeGreaterThan(0);
    console.log(`inputs: hand-over ${given} (${named} taken)`);
  });
});
