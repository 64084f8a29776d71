import path from 'node:path';
import type { FileOps } from './fileOps.ts';
import { SerialQueue } from './serialQueue.ts';

interface Move {
  readonly source: string;
  readonly target: string;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Renames that are durable when they resolve. Those that are asked for while others are under way go together, with
 * one sync of a folder for all of them.
 *
 * On a disk that can lose half a rename, the sync of a folder that one leaves must not make the leave of another
 * durable whose new name is not. So all are renamed first, then every new name is synced, then every old one; a folder
 * that one enters and another leaves keeps the two apart.
 */
export class MoveGroups {
  readonly #ops: Pick<FileOps, 'rename' | 'syncFolder'>;
  readonly #exclusive: SerialQueue;
  #waiting: Move[] = [];
  #running = false;

  /** @param exclusive in which nothing else may run that makes an old name's absence durable. */
  constructor(ops: Pick<FileOps, 'rename' | 'syncFolder'>, exclusive = new SerialQueue()) {
    this.#ops = ops;
    this.#exclusive = exclusive;
  }

  /** Real paths; the target's folder exists. */
  move(source: string, target: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ source, target, resolve, reject });
      if (!this.#running) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#waiting.length > 0) {
      const group = this.#takeGroup();
      await this.#exclusive.run(() => this.#perform(group));
    }
    this.#running = false;
  }

  #takeGroup(): readonly Move[] {
    const left = new Set<string>();
    const entered = new Set<string>();
    const group: Move[] = [];
    const later: Move[] = [];
    for (const move of this.#waiting) {
      const [from, to] = [path.dirname(move.source), path.dirname(move.target)];
      const alone = left.has(to) || (from !== to && entered.has(from));
      // What is later stays behind everything that was asked for before it.
      if (alone || later.length > 0) {
        later.push(move);
        continue;
      }
      if (from !== to) left.add(from);
      entered.add(to);
      group.push(move);
    }
    this.#waiting = later;
    return group;
  }

  /** Settles every move; never rejects. */
  async #perform(group: readonly Move[]): Promise<void> {
    const renamed = await passing(group, ({ source, target }) => this.#ops.rename(source, target));
    const entered = this.#syncOnce();
    const named = await passing(renamed, ({ target }) => entered(path.dirname(target)));
    const left = this.#syncOnce();
    const done = await passing(named, async ({ source, target }) => {
      if (path.dirname(source) !== path.dirname(target)) await left(path.dirname(source));
    });
    for (const { resolve } of done) resolve();
  }

  /** A sync that a folder is given once, for everybody who asks. */
  #syncOnce(): (folder: string) => Promise<void> {
    const syncs = new Map<string, Promise<void>>();
    return (folder) => {
      const sync = syncs.get(folder) ?? this.#ops.syncFolder(folder);
      syncs.set(folder, sync);
      return sync;
    };
  }
}

/** Those that pass a step; the others are rejected with its error. */
async function passing(moves: readonly Move[], step: (move: Move) => Promise<void>): Promise<readonly Move[]> {
  const passed = await Promise.all(
    moves.map(async (move) => {
      try {
        await step(move);
        return true;
      } catch (error) {
        move.reject(error);
        return false;
      }
    }),
  );
  return moves.filter((_, index) => passed[index]);
}
