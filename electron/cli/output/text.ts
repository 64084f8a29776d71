import { formatBytes } from '../../../shared/format.ts';
import type { CliEvent } from '../events.ts';
import type { Output, Terminal } from './output.ts';
import { type Progress, progressLine } from './progressLine.ts';
import { visible } from './words.ts';

/** Between two drawings of the bar, ms. */
const BAR_MS = 100;

/** Where a log gets a line of progress: at every tenth. */
const STEPS = 10;

const WORK = { recovering: 'Hashing the gap', progress: 'Moving', verifying: 'Verifying' } as const;

/** Words for people: a progress bar on a terminal, plain lines elsewhere. */
export class TextOutput implements Output {
  readonly #terminal: Terminal;
  readonly #hasBar: boolean;
  #barIsShown = false;
  #shownAt = 0;
  #step: string | null = null;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
    this.#hasBar = terminal.err.isTTY === true;
  }

  event(event: CliEvent): void {
    if (event.type === 'recovering' || event.type === 'progress' || event.type === 'verifying') {
      this.#show({ what: WORK[event.type], ...event });
      return;
    }
    const { out = [], err = [] } = linesFor(event, this.#terminal.storeHint);
    for (const line of out) this.#say(line);
    for (const line of err) this.#complain(line);
  }

  result(_json: unknown, lines: readonly string[]): void {
    for (const line of lines) this.#say(line);
  }

  note(line: string): void {
    this.#complain(line);
  }

  progress(what: string, done: number, total: number | null): void {
    this.#show({ what, done, total, bytesPerSecond: null, etaMs: null });
  }

  close(): void {
    if (this.#barIsShown) this.#terminal.err.write('\r\u001b[K');
    this.#barIsShown = false;
  }

  #show(progress: Progress): void {
    if (this.#hasBar) {
      const now = performance.now();
      if (this.#barIsShown && now - this.#shownAt < BAR_MS) return;
      this.#shownAt = now;
      // A terminal that does not know its width says 0. The last column stays free: filling it makes some wrap.
      const line = progressLine(progress, (this.#terminal.err.columns || 80) - 1);
      this.#terminal.err.write(`\r${line}\u001b[K`);
      this.#barIsShown = true;
      return;
    }
    const { what, done, total } = progress;
    if (total === null || total === 0) return;
    const step = `${what} ${Math.floor((done / total) * STEPS)}`;
    if (step === this.#step) return;
    this.#step = step;
    this.#terminal.err.write(`${progressLine(progress, 0)}\n`);
  }

  #say(line: string): void {
    this.close();
    this.#terminal.out.write(`${line}\n`);
  }

  #complain(line: string): void {
    this.close();
    this.#terminal.err.write(`${line}\n`);
  }
}

type TextEvent = Exclude<CliEvent, { readonly type: keyof typeof WORK }>;

/** What an event is in words, by where it goes. */
function linesFor(event: TextEvent, storeHint: string): { readonly out?: string[]; readonly err?: string[] } {
  switch (event.type) {
    case 'storeCreated':
      return { out: [`Made a new store: ${visible(event.store)}`] };
    case 'added': {
      const { id, name, size, repository } = event;
      return { out: [`Upload ${id}: ${visible(name)} (${formatBytes(size ?? 0)}) into ${repository}`] };
    }
    case 'opened': {
      const { offset, rehashedBytes } = event;
      if (offset === 0) return {};
      return { out: [`Goes on at ${formatBytes(offset)}, ${formatBytes(rehashedBytes)} hashed again`] };
    }
    case 'finishing':
      return { out: ['Finishing'] };
    case 'pausing':
      return { err: ['Pausing. Once more stops at once, and the gap is hashed again on resume.'] };
    case 'finished': {
      const { digest, size, blobPath, finishMs, rehashedBytes } = event;
      const took = `finished in ${Math.round(finishMs)} ms, ${formatBytes(rehashedBytes)} hashed again`;
      return { out: [`Finished: ${digest}`, `${formatBytes(size)} in ${visible(blobPath)}; ${took}`] };
    }
    case 'ready':
      return {
        out: [`All bytes are there: ${event.digest}`, `Finish it with: layerlift finish ${event.id}${storeHint}`],
      };
    case 'paused': {
      const hint = event.id === null ? [] : [`Resume with: layerlift resume ${event.id}${storeHint}`];
      return { err: [`Paused: ${event.message}`, ...hint] };
    }
    case 'failed':
      return { err: [`layerlift: ${event.message}`] };
    case 'cancelled':
      return { out: [`Cancelled ${event.id}`] };
  }
}
