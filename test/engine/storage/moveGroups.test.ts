import { describe, expect, it } from 'vitest';
import { MoveGroups } from '../../../electron/engine/storage/moveGroups.ts';
import { SerialQueue } from '../../../electron/engine/storage/serialQueue.ts';

/** Notes what is asked of the disk; what `fails` names is refused. */
function disk(fails: readonly string[] = []) {
  const calls: string[] = [];
  const call = async (name: string): Promise<void> => {
    calls.push(name);
    await Promise.resolve();
    if (fails.includes(name)) throw new Error(name);
  };
  return {
    calls,
    ops: {
      rename: (from: string, to: string) => call(`${from} > ${to}`),
      syncFolder: (folder: string) => call(`sync ${folder}`),
    },
  };
}

describe('moves in groups', () => {
  it('make every new name durable before the absence of an old one, with one sync a folder', async () => {
    const { calls, ops } = disk();
    const moves = new MoveGroups(ops);
    // The first goes alone; what is asked for meanwhile goes together.
    const all = ['0', '1', '2', '3'].map((name) => moves.move(`/uploads/${name}`, `/trash/${name}`));
    await Promise.all(all);
    expect(calls).toEqual([
      '/uploads/0 > /trash/0',
      'sync /trash',
      'sync /uploads',
      '/uploads/1 > /trash/1',
      '/uploads/2 > /trash/2',
      '/uploads/3 > /trash/3',
      'sync /trash',
      'sync /uploads',
    ]);
  });

  it('keep apart what one enters and another leaves', async () => {
    const { calls, ops } = disk();
    const moves = new MoveGroups(ops);
    await Promise.all([
      moves.move('/a/0', '/b/0'),
      moves.move('/uploads/1', '/trash/1'),
      moves.move('/staging/2', '/uploads/2'),
      moves.move('/trash/3', '/elsewhere/3'),
      moves.move('/elsewhere/4', '/elsewhere/5'),
    ]);
    expect(calls).toEqual([
      ...['/a/0 > /b/0', 'sync /b', 'sync /a'],
      ...['/uploads/1 > /trash/1', 'sync /trash', 'sync /uploads'],
      ...['/staging/2 > /uploads/2', '/trash/3 > /elsewhere/3', '/elsewhere/4 > /elsewhere/5'],
      ...['sync /uploads', 'sync /elsewhere', 'sync /staging', 'sync /trash'],
    ]);
  });

  it('rename inside a folder only when nobody is leaving it', async () => {
    const { calls, ops } = disk();
    const moves = new MoveGroups(ops);
    await Promise.all([moves.move('/a/0', '/b/0'), moves.move('/f/1', '/g/1'), moves.move('/f/2', '/f/3')]);
    expect(calls.indexOf('/f/2 > /f/3')).toBeGreaterThan(calls.indexOf('sync /f'));
  });

  it('fail for those alone whom a failure concerns', async () => {
    const { calls, ops } = disk(['/a/1 > /b/1', 'sync /c']);
    const moves = new MoveGroups(ops);
    const first = moves.move('/x/0', '/y/0');
    const group = [moves.move('/a/1', '/b/1'), moves.move('/a/2', '/c/2'), moves.move('/e/3', '/d/3')];
    const outcomes = (await Promise.allSettled([first, ...group])).map(({ status }) => status);
    expect(outcomes).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
    expect(calls).not.toContain('sync /a');
    expect(calls).toContain('sync /e');
  });

  it('wait for what they share a disk with', async () => {
    const { calls, ops } = disk();
    const exclusive = new SerialQueue();
    let free: () => void = () => undefined;
    const held = exclusive.run(() => new Promise<void>((resolve) => (free = resolve)));
    const moved = new MoveGroups(ops, exclusive).move('/a/1', '/b/1');
    await new Promise((resolve) => setImmediate(resolve));
    expect(calls).toEqual([]);
    free();
    await Promise.all([held, moved]);
    expect(calls).toHaveLength(3);
  });
});
