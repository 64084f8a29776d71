import { describe, expect, it } from 'vitest';
import { type CommandPort, type Handlers, handleCommands } from '../../electron/ipc/handle.ts';
import { SCHEMAS } from '../../electron/ipc/schemas.ts';
import { LayerliftError } from '../../shared/errors.ts';
import type { CommandName, Envelope } from '../../shared/ipc.ts';

type Sender = 'window' | 'stranger';
type Listener = Parameters<CommandPort<Sender>['handle']>[1];

function connect(replace: Partial<Handlers>) {
  const listeners = new Map<string, Listener>();
  const said: string[] = [];
  const unexpected = (): never => {
    throw new Error('not called in this test');
  };
  const names = Object.keys(SCHEMAS) as CommandName[];
  const handlers = { ...Object.fromEntries(names.map((name) => [name, unexpected])), ...replace } as Handlers;
  handleCommands<Sender>(
    { handle: (channel, listener) => listeners.set(channel, listener) },
    handlers,
    (sender) => sender === 'window',
    (words) => said.push(words),
  );
  const call = (name: string, sender: Sender, ...args: unknown[]): Promise<Envelope<unknown>> => {
    const listener = listeners.get(name);
    if (listener === undefined) throw new Error(`${name} is not handled`);
    return listener(sender, ...args);
  };
  return { call, said, handled: [...listeners.keys()] };
}

describe('a command', () => {
  it('is answered for every name in the contract', () => {
    expect(connect({}).handled).toEqual(Object.keys(SCHEMAS));
  });

  it('gives its result in an envelope', async () => {
    const { call } = connect({ 'store:choose': async () => true });
    expect(await call('store:choose', 'window')).toEqual({ ok: true, value: true });
  });

  it('is refused from anywhere but the window, before its arguments are looked at', async () => {
    const { call, said } = connect({});
    expect(await call('store:open', 'stranger', 'nonsense')).toMatchObject({
      ok: false,
      error: { code: 'IPC_FORBIDDEN' },
    });
    expect(said).toEqual(['command store:open']);
  });

  it('is refused when its arguments do not parse', async () => {
    const { call } = connect({});
    const answer = await call('uploads:pause', 'window', ['no id']);
    expect(answer).toMatchObject({ ok: false, error: { code: 'IPC_ARGUMENT', details: { at: '0.0' } } });
  });

  it('keeps the code, the details and the causes of an error', async () => {
    const { call, said } = connect({
      'store:choose': () => {
        throw new LayerliftError('STORE_LOCKED', 'another app has it', { root: '/s' }, new Error('why'));
      },
    });
    expect(await call('store:choose', 'window')).toEqual({
      ok: false,
      error: { code: 'STORE_LOCKED', message: 'another app has it', details: { root: '/s' }, causes: ['why'] },
    });
    expect(said).toEqual([]);
  });

  it('turns what nobody foresaw into INTERNAL, and logs it', async () => {
    const { call, said } = connect({ 'history:list': () => Promise.reject(new TypeError('x is undefined')) });
    expect(await call('history:list', 'window')).toMatchObject({ ok: false, error: { code: 'INTERNAL' } });
    expect(said).toEqual(['command history:list']);
  });
});
