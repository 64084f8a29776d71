import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UploadQueue } from '../../../electron/engine/uploads/uploadQueue.ts';

/** Tasks that note when they start, and end when the test says so. */
class Tasks {
  readonly started: string[] = [];
  readonly #ends = new Map<string, () => void>();

  readonly task = (key: string) => (): Promise<void> => {
    this.started.push(key);
    return new Promise((resolve) => this.#ends.set(key, resolve));
  };

  get running(): number {
    return this.#ends.size;
  }

  /** Ends a running task, and waits until the queue has taken notice. */
  async end(key: string): Promise<void> {
    const end = this.#ends.get(key);
    if (end === undefined) throw new Error(`${key} does not run`);
    this.#ends.delete(key);
    end();
    await turn();
  }
}

/** Lets everything run that is ready to. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function queueOf(concurrency: number, keys: string): { queue: UploadQueue<string>; tasks: Tasks } {
  const queue = new UploadQueue<string>(concurrency);
  const tasks = new Tasks();
  for (const key of keys) queue.add(key, tasks.task(key));
  return { queue, tasks };
}

describe('UploadQueue', () => {
  it('starts at once what there is room for, and the rest in order', async () => {
    const { tasks } = queueOf(2, 'abcd');
    expect(tasks.started).toEqual(['a', 'b']);
    await tasks.end('b');
    expect(tasks.started).toEqual(['a', 'b', 'c']);
    await tasks.end('a');
    expect(tasks.started).toEqual(['a', 'b', 'c', 'd']);
  });

  it('starts as many more as a higher limit allows', () => {
    const { queue, tasks } = queueOf(1, 'abcd');
    queue.concurrency = 3;
    expect(tasks.started).toEqual(['a', 'b', 'c']);
  });

  it('lets running tasks go on when the limit falls, and starts none before there is room', async () => {
    const { queue, tasks } = queueOf(3, 'abcde');
    queue.concurrency = 1;
    expect(tasks.running).toBe(3);
    await tasks.end('a');
    await tasks.end('b');
    expect(tasks.started).toEqual(['a', 'b', 'c']);
    await tasks.end('c');
    expect(tasks.started).toEqual(['a', 'b', 'c', 'd']);
  });

  it('takes out what waits, and nothing else', async () => {
    const { queue, tasks } = queueOf(1, 'abc');
    expect(queue.remove('b')).toBe(true);
    expect(queue.remove('b')).toBe(false);
    expect(queue.remove('a')).toBe(false);
    expect(queue.remove('x')).toBe(false);
    await tasks.end('a');
    expect(tasks.started).toEqual(['a', 'c']);
  });

  it('forgets all that waits when it is cleared, and takes new tasks afterwards', async () => {
    const { queue, tasks } = queueOf(1, 'abc');
    queue.clear();
    await tasks.end('a');
    expect(tasks.started).toEqual(['a']);
    queue.add('d', tasks.task('d'));
    expect(tasks.started).toEqual(['a', 'd']);
  });

  it('moves a key that is added again to the end, with its new task', async () => {
    const { queue, tasks } = queueOf(1, 'abc');
    queue.add('b', tasks.task('b2'));
    await tasks.end('a');
    await tasks.end('c');
    expect(tasks.started).toEqual(['a', 'c', 'b2']);
  });

  it('keeps order and limit when a task adds others while it starts', async () => {
    const queue = new UploadQueue<string>(2);
    const tasks = new Tasks();
    queue.add('a', tasks.task('a'));
    queue.add('b', () => {
      const ended = tasks.task('b')();
      queue.add('x', tasks.task('x'));
      queue.add('y', tasks.task('y'));
      return ended;
    });
    queue.add('c', tasks.task('c'));
    expect(tasks.started).toEqual(['a', 'b']);
    await tasks.end('a');
    await tasks.end('b');
    expect(tasks.started).toEqual(['a', 'b', 'x', 'y']);
  });

  it('keeps the limit when a task takes others out or raises the limit while it starts', () => {
    const queue = new UploadQueue<string>(0);
    const tasks = new Tasks();
    queue.add('a', () => {
      queue.remove('b');
      queue.concurrency = 3;
      return tasks.task('a')();
    });
    for (const key of 'bcde') queue.add(key, tasks.task(key));
    queue.concurrency = 1;
    expect(tasks.running).toBe(3);
    expect([...tasks.started].sort()).toEqual(['a', 'c', 'd']);
  });

  it('starts the lowest rank that waits, as ranks are when a place is free', async () => {
    let order = 'abcd';
    const queue = new UploadQueue<string>(1, (key) => order.indexOf(key));
    const tasks = new Tasks();
    for (const key of 'dcba') queue.add(key, tasks.task(key));
    expect(tasks.started).toEqual(['d']);
    await tasks.end('d');
    expect(tasks.started).toEqual(['d', 'a']);
    order = 'dcab';
    queue.reordered();
    await tasks.end('a');
    expect(tasks.started).toEqual(['d', 'a', 'c']);
  });

  it('starts by rank whatever is added, taken out and reordered meanwhile', async () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('add' as const), key: fc.integer({ min: 0, max: 9 }) }),
      fc.record({ kind: fc.constant('end' as const) }),
      fc.record({ kind: fc.constant('remove' as const), key: fc.integer({ min: 0, max: 9 }) }),
      fc.record({ kind: fc.constant('now' as const), key: fc.integer({ min: 0, max: 9 }) }),
      fc.record({
        kind: fc.constant('order' as const),
        order: fc.shuffledSubarray([...'0123456789'], { minLength: 10 }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        let order: readonly string[] = [...'0123456789'];
        const queue = new UploadQueue<string>(1, (key) => order.indexOf(key));
        const tasks = new Tasks();
        const waiting = new Set<string>();
        const running: string[] = [];
        const expected: string[] = [];
        const start = (key: string | undefined): void => {
          if (key === undefined || !waiting.delete(key)) return;
          running.push(key);
          expected.push(key);
        };
        const fill = (): void => {
          if (running.length === 0) start(order.find((key) => waiting.has(key)));
        };
        for (const action of steps) {
          if (action.kind === 'end') {
            const key = running.shift();
            if (key !== undefined) await tasks.end(key);
          } else if (action.kind === 'order') {
            order = action.order;
            queue.reordered();
          } else if (action.kind === 'remove') {
            expect(queue.remove(String(action.key))).toBe(waiting.delete(String(action.key)));
          } else if (action.kind === 'now') {
            expect(queue.startNow(String(action.key))).toBe(waiting.has(String(action.key)));
            start(String(action.key));
          } else if (!running.includes(String(action.key))) {
            queue.add(String(action.key), tasks.task(String(action.key)));
            waiting.add(String(action.key));
          }
          fill();
          expect(tasks.started).toEqual(expected);
        }
      }),
    );
  });

  it('starts one now although all places are taken, and no other until there is room again', async () => {
    const { queue, tasks } = queueOf(1, 'abc');
    expect(queue.startNow('c')).toBe(true);
    expect(queue.startNow('c')).toBe(false);
    expect(queue.startNow('a')).toBe(false);
    expect(tasks.started).toEqual(['a', 'c']);
    await tasks.end('a');
    expect(tasks.started).toEqual(['a', 'c']);
    await tasks.end('c');
    expect(tasks.started).toEqual(['a', 'c', 'b']);
  });

  it('gives the place of a task that fails to the next one', async () => {
    const failures: unknown[] = [];
    const note = (reason: unknown): void => {
      failures.push(reason);
    };
    const listeners = process.listeners('unhandledRejection');
    process.removeAllListeners('unhandledRejection');
    process.on('unhandledRejection', note);
    try {
      const queue = new UploadQueue<string>(1);
      const tasks = new Tasks();
      const broken = new Error('broken');
      queue.add('a', () => {
        throw broken;
      });
      queue.add('b', () => Promise.reject(broken));
      await turn();
      queue.add('c', tasks.task('c'));
      await turn();
      expect(tasks.started).toEqual(['c']);
      // A task must not fail; that it did is not swallowed.
      expect(failures).toEqual([broken, broken]);
    } finally {
      process.off('unhandledRejection', note);
      for (const listener of listeners) process.on('unhandledRejection', listener);
    }
  });

  it('runs every task once, in order, within its limit', async () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('add' as const) }),
      fc.record({ kind: fc.constant('end' as const), which: fc.nat() }),
      fc.record({ kind: fc.constant('remove' as const), which: fc.nat() }),
      fc.record({ kind: fc.constant('limit' as const), limit: fc.integer({ min: 1, max: 4 }) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const queue = new UploadQueue<string>(2);
        const tasks = new Tasks();
        let limit = 2;
        let added = 0;
        const running: string[] = [];
        const waiting: string[] = [];
        const fill = (): void => {
          while (running.length < limit && waiting.length > 0) running.push(...waiting.splice(0, 1));
        };
        const expected: string[] = [];
        for (const action of steps) {
          const before = running.length;
          switch (action.kind) {
            case 'add':
              waiting.push(String(added));
              queue.add(String(added), tasks.task(String(added)));
              added += 1;
              break;
            case 'end': {
              const [key] = running.splice(action.which % Math.max(1, before), 1);
              if (key !== undefined) await tasks.end(key);
              break;
            }
            case 'remove': {
              const [key] = waiting.splice(action.which % Math.max(1, waiting.length), 1);
              if (key !== undefined) expect(queue.remove(key)).toBe(true);
              break;
            }
            case 'limit':
              limit = action.limit;
              queue.concurrency = limit;
          }
          const known = new Set(running);
          fill();
          expected.push(...running.filter((key) => !known.has(key)));
          expect(tasks.started).toEqual(expected);
        }
      }),
    );
  });
});
