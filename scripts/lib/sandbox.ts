import { type Command, capture } from './run.ts';
import { isRoot } from './surroundings.ts';

/** How to start Chromium, or a program that starts it, so that its sandbox is on wherever this machine allows it. */
export interface Sandbox {
  /** Words to put before the command; empty when it can be started as it is. */
  readonly prefix: readonly string[];
  /** Whether the sandbox works. When it does not, Chromium starts only with `--no-sandbox`. */
  readonly works: boolean;
}

/**
 * Chromium refuses to sandbox what root starts. In a user namespace of its own, root is an ordinary user: the sandbox
 * works, files keep their owner, and file permissions are enforced as they are for people.
 */
const AS_ORDINARY_USER = ['unshare', '--user', '--map-user=1000', '--map-group=1000'] as const;

/** What the sandbox itself does at start: namespaces for users, processes and network, made without rights. */
const SANDBOX_PROBE: Command = ['unshare', '--user', '--map-root-user', '--pid', '--net', '--fork', 'true'];

/** Finds out by trying, in a few milliseconds. */
export function findSandbox(): Sandbox {
  if (process.platform !== 'linux') return { prefix: [], works: true };
  if (isRoot()) {
    const works = capture([...AS_ORDINARY_USER, ...SANDBOX_PROBE]).code === 0;
    return works ? { prefix: AS_ORDINARY_USER, works } : { prefix: [], works };
  }
  return { prefix: [], works: capture(SANDBOX_PROBE).code === 0 };
}

/** A command as it has to be started for the sandbox's sake. */
export function inSandbox(sandbox: Sandbox, command: Command): Command {
  const [first, ...rest] = sandbox.prefix;
  return first === undefined ? command : [first, ...rest, ...command];
}
