import { AT_RISK_BYTES, CHECKPOINT_BYTES, CHECKPOINT_MS } from '../../../shared/checkpointing.ts';
import type { LayerWriter } from './layerWriter.ts';

/** Starts checkpoints when they are due, one at a time, beside a stream. `settled` ends it. */
export class CheckpointPacer {
  readonly #writer: LayerWriter;
  readonly #confirm: (() => Promise<void>) | undefined;
  #running: Promise<void> | null = null;
  #failed: Promise<void> | null = null;
  #lastOffset: number;
  #lastAt = performance.now();
  /** A slow source must not keep the bytes that it gave from becoming safe. */
  readonly #timer = setInterval(() => this.startIfDue(), CHECKPOINT_MS / 4);

  constructor(writer: LayerWriter, confirm: (() => Promise<void>) | undefined) {
    this.#writer = writer;
    this.#confirm = confirm;
    this.#lastOffset = writer.hashed;
  }

  startIfDue(): void {
    const bytes = this.#writer.hashed - this.#lastOffset;
    const due = bytes >= CHECKPOINT_BYTES || (bytes > 0 && performance.now() - this.#lastAt >= CHECKPOINT_MS);
    if (due && this.#running === null && this.#failed === null) this.#start();
  }

  /** Resolves when bytes up to `offset` may be written; rejects when a checkpoint failed. */
  async makeRoom(offset: number): Promise<void> {
    if (this.#failed !== null) await this.#failed;
    while (offset - this.#writer.checkpointed > AT_RISK_BYTES) {
      if (this.#running === null) this.#start();
      await this.#running;
      if (this.#failed !== null) await this.#failed;
    }
  }

  /** Resolves when no checkpoint is under way; rejects when one failed. */
  async settled(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
    await this.#failed;
  }

  #start(): void {
    this.#lastOffset = this.#writer.hashed;
    this.#lastAt = performance.now();
    const checkpoint = this.#writer.checkpoint(this.#confirm);
    this.#running = checkpoint.then(
      () => {
        this.#running = null;
      },
      () => {
        this.#running = null;
        this.#failed = checkpoint;
      },
    );
  }
}
