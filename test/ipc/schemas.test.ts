import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseArguments } from '../../electron/ipc/handle.ts';
import { BATCH_MAX, SCHEMAS } from '../../electron/ipc/schemas.ts';
import { hasCode, type LayerliftError } from '../../shared/errors.ts';
import type { CommandName } from '../../shared/ipc.ts';

const NAMES = Object.keys(SCHEMAS) as CommandName[];
const ID = '0b7f2f60-6f0c-4d0e-9a3e-2f5a0d6f0c11';
const item = { token: randomUUID(), digest: null, repository: null };
const request = { repository: 'library/a', finishBySelf: true, items: [item] };

function refusal(name: CommandName, args: readonly unknown[]): LayerliftError | null {
  try {
    parseArguments(name, args);
    return null;
  } catch (error) {
    if (hasCode(error, 'IPC_ARGUMENT')) return error;
    throw error;
  }
}

describe('the arguments of commands', () => {
  it.each<[CommandName, unknown[]]>([
    ['state:snapshot', []],
    ['files:inspect', [['/a', '/b c 🐳', '']]],
    ['uploads:add', [request]],
    ['uploads:add', [{ ...request, repository: 'NOT a name', items: [{ ...item, digest: 'no digest' }] }]],
    ['uploads:pause', [[]]],
    ['uploads:pause', [[ID]]],
    ['uploads:setExpected', [ID, null]],
    ['uploads:inspect', [ID]],
    ['uploads:copyPath', [ID, { kind: 'folder' }]],
    ['uploads:revealPlace', [ID, { kind: 'file', name: 'hashstates/sha256/5' }]],
    ['settings:change', [{}]],
    ['settings:change', [{ theme: 'dark', concurrency: 8, repository: '' }]],
    ['store:open', [true]],
  ])('of %s are taken: %j', (name, args) => {
    expect(parseArguments(name, args)).toEqual(args);
  });

  it.each<[CommandName, unknown[]]>([
    ['state:snapshot', [1]],
    ['files:paste', ['/etc/passwd']],
    ['files:stop', [0]],
    ['files:proceed', ['1']],
    ['files:inspect', []],
    ['files:inspect', [['relative']]],
    ['files:inspect', [['/a\0b']]],
    ['files:inspect', [['/a'], 'more']],
    ['files:inspect', [Array.from({ length: BATCH_MAX + 1 }, () => '/a')]],
    ['files:inspect', [[`/${'a'.repeat(40_000)}`]]],
    ['uploads:add', [{ ...request, items: [] }]],
    ['uploads:add', [{ ...request, items: [{ ...item, token: '/etc/passwd' }] }]],
    ['uploads:add', [{ ...request, extra: 1 }]],
    ['uploads:add', [{ ...request, repository: 'a'.repeat(1001) }]],
    ['uploads:pause', [[ID.toUpperCase()]]],
    ['uploads:pause', [['../../../etc/passwd']]],
    ['uploads:pause', [ID]],
    ['uploads:setExpected', [ID]],
    ['uploads:setExpected', [ID, 'a'.repeat(1001)]],
    ['uploads:inspect', [[ID]]],
    ['uploads:copyPath', [ID]],
    ['uploads:copyPath', [ID, '/etc/passwd']],
    ['uploads:copyPath', [ID, { kind: 'file' }]],
    ['uploads:revealPlace', [ID, { kind: 'source', name: 'a' }]],
    ['uploads:revealPlace', [ID, { kind: 'file', name: 'a'.repeat(1001) }]],
    ['settings:change', [{ store: '/tmp' }]],
    ['settings:change', [{ theme: 'sepia' }]],
    ['settings:change', [{ theme: undefined }]],
    ['settings:change', [{ concurrency: 1.5 }]],
    ['settings:change', [{ repository: 'UPPER' }]],
    ['settings:change', [{ ['__proto__']: 1, constructor: 1 }]],
    ['store:open', ['true']],
    ['files:inspect', [{ length: Object.create(null) }]],
  ])('of %s are refused: %j', (name, args) => {
    expect(refusal(name, args)?.details['name']).toBe(name);
  });

  it('never fail in another way, and are never taken unless they have the right form', () => {
    fc.assert(
      fc.property(fc.constantFrom(...NAMES), fc.array(fc.anything({ withNullPrototype: true })), (name, args) => {
        if (refusal(name, args) !== null) return;
        // What is taken has the right number of arguments; arrays of anything become ids or paths only when empty.
        const [first] = args;
        expect(args.length).toBe(parseArguments(name, args).length);
        if (Array.isArray(first)) expect(first.every((one) => typeof one === 'string')).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
