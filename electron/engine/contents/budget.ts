import { setImmediate as nextTurn } from 'node:timers/promises';
import { CONTENTS_LIMITS } from '../../../shared/contents.ts';
import { ContentsStopped } from './bytes.ts';

/** How long work may go on before others get their turn, ms. */
const TURN_MS = 8;

/** What a look inside may still cost. */
export class Budget {
  readonly #waitedMs: () => number;
  readonly #packed: () => number;
  readonly #workMs: number;
  readonly #started = performance.now();
  #turn = performance.now();
  #unpacked = 0;

  /**
   * @param waitedMs of waiting so far, ms
   * @param packed bytes that were read so far
   * @param workMs of work that it may take, ms
   */
  constructor(waitedMs: () => number, packed: () => number, workMs: number) {
    this.#workMs = workMs;
    this.#waitedMs = waitedMs;
    this.#packed = packed;
  }

  /** Lets others have their turn now and then. @throws ContentsStopped `time`. */
  async breathe(): Promise<void> {
    const now = performance.now();
    if (now - this.#turn < TURN_MS) return;
    if (now - this.#started - this.#waitedMs() > this.#workMs) throw new ContentsStopped('time');
    await nextTurn();
    this.#turn = performance.now();
  }

  /** @throws ContentsStopped `ratio`. */
  spendUnpacked(bytes: number): void {
    this.#unpacked += bytes;
    const { ratio, ratioFromBytes } = CONTENTS_LIMITS;
    if (this.#unpacked > ratioFromBytes && this.#unpacked > ratio * this.#packed()) throw new ContentsStopped('ratio');
  }
}
