import { AsyncLocalStorage } from 'node:async_hooks';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { FileWriter, StorageDriver } from '../../../electron/engine/storage/storageDriver.ts';

/** A place in the engine's code that asks for durability. */
export interface SyncSite {
  /** From `electron/engine/`. */
  readonly file: string;
  readonly line: number;
  /** The method or function that the line stands in. */
  readonly within: string;
  readonly source: string;
}

/** A site whose syncs are left out. */
export interface DropSite {
  readonly site: SyncSite;
  /** True when the code that runs now was called from the site. */
  isCalling(): boolean;
}

const ENGINE = path.resolve('electron/engine');

/** Below the seam: the real file operations that a simulated disk stands in for, and the syncs that they share. */
const BELOW = ['storage/fileOps.ts', 'storage/groupedSyncs.ts'];

const SYNC_CALL = /\.(?:sync|datasync|syncFolder|commit|#makeDurable)\(|(?:driver|adapter)\.settle\(/;
const HEADER = /^ {0,2}(?:(?:export|static|async|readonly|function)\s+)*\*?(#?\w+)\s*(?:<[^>]*>)?\(.*\{$/;

/** All lines of the engine that ask for durability, found in its source text: a new one cannot be forgotten. */
export function syncSites(): readonly SyncSite[] {
  const files = readdirSync(ENGINE, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  return files
    .filter((file) => !BELOW.includes(file))
    .sort()
    .flatMap((file) => {
      let within = '';
      return readFileSync(path.join(ENGINE, file), 'utf8')
        .split('\n')
        .flatMap((source, index) => {
          within = HEADER.exec(source)?.[1] ?? within;
          const isCode = !/^\s*(?:\*|\/)/.test(source);
          return isCode && SYNC_CALL.test(source) ? [{ file, line: index + 1, within, source: source.trim() }] : [];
        });
    });
}

/** One line of the stack, as far as it matters here. */
interface Frame {
  readonly file: string;
  readonly line: number;
}

/** What the queue of a writer hides from the stack: who called the writer, and which of its methods. */
interface Caller {
  readonly frames: readonly Frame[];
  readonly method: string;
}

const callers = new AsyncLocalStorage<Caller>();
const SERIAL_WRITER = 'storage/serialFileWriter.ts';

/** Leaves out the syncs that `site` asks for. Works for engines over a `tracedDriver`. */
export function dropping(site: SyncSite): DropSite {
  return { site, isCalling: () => isCalledFrom(site) };
}

function isCalledFrom(site: SyncSite): boolean {
  const caller = callers.getStore();
  if (site.file === SERIAL_WRITER && site.within === caller?.method) return true;
  const frames = [...engineFrames(), ...(caller?.frames ?? [])];
  return frames.some(({ file, line }) => file === site.file && line === site.line);
}

/** The calls inside the engine that led here, through every `await`. */
function engineFrames(): readonly Frame[] {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 60;
  const stack = new Error('where').stack ?? '';
  Error.stackTraceLimit = limit;
  return stack.split('\n').flatMap((text) => {
    const found = /electron[\\/]engine[\\/](.+?\.ts)(?:\?[^:]*)?:(\d+):\d+\)?$/.exec(text);
    return found?.[1] === undefined ? [] : [{ file: found[1].replaceAll('\\', '/'), line: Number(found[2]) }];
  });
}

/** A driver whose writers remember who calls them, because their queue cuts the stack. */
export function tracedDriver(driver: StorageDriver): StorageDriver {
  return {
    name: driver.name,
    getContent: (at) => driver.getContent(at),
    putContent: (at, content) => driver.putContent(at, content),
    putContents: (files) => driver.putContents(files),
    reader: (at, offset) => driver.reader(at, offset),
    writer: async (at, options) => tracedWriter(await driver.writer(at, options)),
    stat: (at) => driver.stat(at),
    list: (at) => driver.list(at),
    move: (from, to) => driver.move(from, to),
    delete: (at) => driver.delete(at),
    settle: (at) => driver.settle(at),
  };
}

function tracedWriter(writer: FileWriter): FileWriter {
  const traced = (method: string, call: () => Promise<void>): Promise<void> =>
    callers.run({ frames: engineFrames(), method }, call);
  const close = (): Promise<void> => traced('close', () => writer.close());
  return {
    get size() {
      return writer.size;
    },
    write: (chunk) => writer.write(chunk),
    adopt: (source, length) => writer.adopt(source, length),
    overwrite: (position, chunk) => writer.overwrite(position, chunk),
    sync: () => traced('sync', () => writer.sync()),
    truncate: (size) => traced('truncate', () => writer.truncate(size)),
    commit: () => traced('commit', () => writer.commit()),
    cancel: () => traced('cancel', () => writer.cancel()),
    close,
    [Symbol.asyncDispose]: close,
  };
}
