/** The C library, whose `_exit` ends a process without waiting for its threads (POSIX). */
const LIBC: Partial<Record<NodeJS.Platform, string>> = {
  linux: 'libc.so.6',
  darwin: '/usr/lib/libSystem.B.dylib',
};

let prepared: Promise<void> | null = null;

/**
 * Lets the process end without its threads, once it comes to its end: one of them waits for a disk that does not
 * answer, and would hold up the exit for as long. Everything that counts has been made durable before.
 */
export function exitWithoutThreads(): Promise<void> {
  prepared ??= prepare();
  return prepared;
}

async function prepare(): Promise<void> {
  const name = LIBC[process.platform];
  if (name === undefined) return;
  const { default: koffi } = await import('koffi');
  const exit = koffi.load(name).func('void _exit(int status)');
  process.once('exit', (code) => exit(code));
}
