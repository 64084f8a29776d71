import type { z } from 'zod';
import { LayerliftError, toErrorInfo } from '../../shared/errors.ts';
import type { CommandName, Commands, Envelope } from '../../shared/ipc.ts';
import type { Log } from '../log.ts';
import { SCHEMAS } from './schemas.ts';

/** One function for each command, with parsed arguments. It may throw; the code of the error reaches the window. */
export type Handlers = {
  readonly [Name in CommandName]: (
    ...args: Parameters<Commands[Name]>
  ) => ReturnType<Commands[Name]> | Promise<ReturnType<Commands[Name]>>;
};

/** What this module needs of Electron's `ipcMain`. */
export interface CommandPort<Event> {
  handle(channel: string, listener: (event: Event, ...args: unknown[]) => Promise<Envelope<unknown>>): void;
}

/**
 * Answers every command of the contract: the sender must be trusted, the arguments must parse, and whatever happens
 * comes back as an Envelope.
 */
export function handleCommands<Event>(
  port: CommandPort<Event>,
  handlers: Handlers,
  isTrusted: (event: Event) => boolean,
  log: Log,
): void {
  for (const name of Object.keys(SCHEMAS) as CommandName[]) {
    port.handle(name, (event, ...args) => answer(name, handlers, isTrusted(event), args, log));
  }
}

async function answer<Name extends CommandName>(
  name: Name,
  handlers: Handlers,
  trusted: boolean,
  args: readonly unknown[],
  log: Log,
): Promise<Envelope<ReturnType<Commands[Name]>>> {
  try {
    if (!trusted) throw new LayerliftError('IPC_FORBIDDEN', 'a command from another place than the window', { name });
    return { ok: true, value: await handlers[name](...parseArguments(name, args)) };
  } catch (error) {
    const info = toErrorInfo(error);
    if (['INTERNAL', 'IPC_FORBIDDEN', 'IPC_ARGUMENT'].includes(info.code)) log(`command ${name}`, error);
    return { ok: false, error: info };
  }
}

/**
 * Parses what came over IPC into the arguments of a command.
 * @throws LayerliftError `IPC_ARGUMENT`; `details` has the command and the place of the first mistake.
 */
export function parseArguments<Name extends CommandName>(
  name: Name,
  args: readonly unknown[],
): Parameters<Commands[Name]> {
  const schema: z.ZodType<Parameters<Commands[Name]>> = SCHEMAS[name];
  const parsed = tryParse(schema, args);
  if (parsed === null) throw new LayerliftError('IPC_ARGUMENT', `${name}: unusable arguments`, { name, at: '' });
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const at = issue?.path.map(String).join('.') ?? '';
  throw new LayerliftError('IPC_ARGUMENT', `${name}: ${issue?.message ?? 'unusable arguments'}`, { name, at });
}

/** Null for values on which a check itself stumbles, as on an object in place of an array whose length is no number. */
function tryParse<T>(schema: z.ZodType<T>, args: readonly unknown[]): z.ZodSafeParseResult<T> | null {
  try {
    return schema.safeParse(args);
  } catch {
    return null;
  }
}
