import { describe, expect, it } from 'vitest';
import { type CommandPort, type Handlers, handleCommands } from '../../electron/ipc/handle.ts';
import { BATCH_MAX, SCHEMAS } from '../../electron/ipc/schemas.ts';
import type { CommandName } from '../../shared/ipc.ts';
import { hostileArguments } from '../support/hostileArguments.ts';

const NAMES = Object.keys(SCHEMAS) as CommandName[];
type Listener = Parameters<CommandPort<string>['handle']>[1];

/** The commands as main answers them; what gets past the checks is noted. */
function main() {
  const listeners = new Map<string, Listener>();
  const reached: unknown[][] = [];
  const handlers = Object.fromEntries(NAMES.map((name) => [name, (...args: unknown[]) => void reached.push(args)]));
  handleCommands<string>(
    { handle: (channel, listener) => listeners.set(channel, listener) },
    handlers as unknown as Handlers,
    (sender) => sender === 'window',
    () => undefined,
  );
  const say = async (name: string, sender: string, args: readonly unknown[]): Promise<string> => {
    const answer = await listeners.get(name)?.(sender, ...args);
    return answer === undefined || answer.ok ? 'done' : answer.error.code;
  };
  return { reached, say };
}

/** What handlers look at themselves: it has the right form, says nothing, or names what is not there. */
const HARMLESS: Partial<Record<CommandName, (args: readonly unknown[]) => boolean>> = {
  // Parsed by its handler, so that a person's mistake has a code of its own.
  'uploads:setExpected': ([, text]) => text === null || (typeof text === 'string' && text.length <= 1000),
  // Looked up among the files that an inspection has found, never opened by its name.
  'uploads:revealPlace': ([, place]) => Reflect.get(Object(place), 'kind') === 'file',
  'uploads:copyPath': ([, place]) => Reflect.get(Object(place), 'kind') === 'file',
  // Looked up among the stores at hand.
  'stores:switch': ([root]) => typeof root === 'string' && root.startsWith('/'),
  'stores:forget': ([root]) => typeof root === 'string' && root.startsWith('/'),
  // Reads all that the window is told anyway.
  'catalog:refresh': ([name]) => name === null,
  // An object of another kind, without a field of its own.
  'settings:change': ([change]) => Object.keys(Object(change)).length === 0,
};

describe('a page that somebody has taken over', () => {
  it.each(NAMES)('gets nothing out of %s but a refusal', async (name) => {
    const { reached, say } = main();
    const attacks = hostileArguments(BATCH_MAX);
    expect(attacks.length).toBeGreaterThan(50);
    for (const args of attacks) {
      const before = reached.length;
      expect(['IPC_ARGUMENT', 'done']).toContain(await say(name, 'window', args));
      const harmless = (HARMLESS[name] ?? (() => false))(reached.at(-1) ?? []);
      if (reached.length > before) expect(harmless, `${name} took ${typeof args.at(-1)}`).toBe(true);
    }
    expect('polluted' in {}).toBe(false);
  });

  it.each(NAMES)('gets nothing at all out of %s from another frame', async (name) => {
    const { reached, say } = main();
    for (const sender of ['a frame inside', 'another window', 'another page']) {
      for (const args of [[], ...hostileArguments(10)]) expect(await say(name, sender, args)).toBe('IPC_FORBIDDEN');
    }
    expect(reached).toEqual([]);
  });
});
