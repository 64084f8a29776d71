// @vitest-environment happy-dom
import { describe, expect, test, vi } from 'vitest';
import { createBridge } from '../../renderer/bridge.ts';
import type { Scheduler } from '../../renderer/state/connect.ts';
import { connectStore, createAppStore } from '../../renderer/state/store.ts';
import { LayerliftError } from '../../shared/errors.ts';
import type { Snapshot } from '../../shared/ipc.ts';
import { createFakeApi } from './harness/fakeApi.ts';
import { errorInfo, GB, idOf, upload } from './harness/fixtures.ts';

/** Frames that come when the test says so. */
function handFrames(): { schedule: Scheduler; frame: () => void } {
  let waiting: (() => void)[] = [];
  return {
    schedule: (task) => {
      waiting.push(task);
      return () => {
        waiting = waiting.filter((other) => other !== task);
      };
    },
    frame: () => {
      const tasks = waiting;
      waiting = [];
      for (const task of tasks) task();
    },
  };
}

function connected(snapshot: Partial<Snapshot>) {
  const api = createFakeApi(snapshot);
  const store = createAppStore();
  const frames = handFrames();
  const disconnect = connectStore(store, createBridge(api), { schedule: frames.schedule });
  const snapshots = () => api.calls.filter(([name]) => name === 'state:snapshot').length;
  return { api, store, frames, disconnect, snapshots };
}

describe('connecting', () => {
  test('patches that arrive before the snapshot wait for it; those it holds are dropped', async () => {
    const { api, store, frames } = connected({ uploads: [upload({ n: 1 })] });
    api.pushRaw({ seq: 0, removed: [idOf(1)] });
    api.pushRaw({ seq: 1, uploads: [upload({ n: 2 })] });
    await vi.waitFor(() => expect(store.getState().mirror).not.toBeNull());
    frames.frame();
    expect(store.getState().mirror?.order).toEqual([idOf(1), idOf(2)]);
  });

  test('all patches of a frame make one change', async () => {
    const { api, store, frames } = connected({ uploads: [upload({ n: 1 })] });
    await vi.waitFor(() => expect(store.getState().mirror).not.toBeNull());
    let changes = 0;
    store.subscribe(() => {
      changes += 1;
    });
    for (let n = 2; n < 50; n += 1) api.push({ uploads: [upload({ n })] });
    frames.frame();
    expect(changes).toBe(1);
    expect(store.getState().mirror?.order).toHaveLength(49);
  });

  test('a gap leads to a new snapshot', async () => {
    const { api, store, frames, snapshots } = connected({ uploads: [upload({ n: 1 })] });
    await vi.waitFor(() => expect(store.getState().mirror).not.toBeNull());
    api.pushRaw({ seq: 40, uploads: [upload({ n: 1, offset: 1 * GB })] });
    frames.frame();
    await vi.waitFor(() => expect(store.getState().mirror?.seq).toBe(40));
    expect(snapshots()).toBe(2);
  });

  test('after the disposer nothing is applied', async () => {
    const { api, store, frames, disconnect } = connected({});
    await vi.waitFor(() => expect(store.getState().mirror).not.toBeNull());
    disconnect();
    api.push({ uploads: [upload({ n: 1 })] });
    frames.frame();
    expect(store.getState().mirror?.order).toEqual([]);
  });

  test('uploads that were interrupted before the store was open are remembered when they come', async () => {
    const { api, store, frames } = connected({ uploads: [upload({ n: 1 })] });
    await vi.waitFor(() => expect(store.getState().mirror).not.toBeNull());
    const interrupted = (n: number) => upload({ n, status: { kind: 'interrupted' } });
    api.push({ uploads: [interrupted(1), interrupted(2)] });
    frames.frame();
    expect(store.getState().interrupted).toEqual([idOf(2)]);
  });

  test('notices of the start are said in words, interrupted uploads are remembered', async () => {
    const { store } = connected({
      uploads: [upload({ n: 1, status: { kind: 'interrupted' } }), upload({ n: 2 })],
      notices: [errorInfo('SETTINGS_DAMAGED')],
    });
    await vi.waitFor(() => expect(store.getState().notices).toHaveLength(1));
    expect(store.getState().notices[0]?.title).toBe('The settings could not be read');
    expect(store.getState().interrupted).toEqual([idOf(1)]);
  });
});

describe('bridge', () => {
  test('rejects with the error that main reported', async () => {
    const api = createFakeApi(
      {},
      {
        'uploads:setExpected': () => {
          throw new LayerliftError('DIGEST_INVALID', 'no', { reason: 'case' }, new Error('why'));
        },
      },
    );
    const refused = createBridge(api).call('uploads:setExpected', idOf(1), 'SHA256:…');
    await expect(refused).rejects.toMatchObject({ code: 'DIGEST_INVALID', details: { reason: 'case' } });
  });

  test('a first snapshot that fails is a failure with a code, and the next patch tries again', async () => {
    let refuse = true;
    const api = createFakeApi({});
    const answer = api['state:snapshot'];
    const store = createAppStore();
    const frames = handFrames();
    const flaky = {
      ...api,
      'state:snapshot': async () => (refuse ? { ok: false as const, error: errorInfo('INTERNAL') } : answer()),
    };
    connectStore(store, createBridge(flaky), { schedule: frames.schedule });
    await vi.waitFor(() => expect(store.getState().failure?.code).toBe('INTERNAL'));
    refuse = false;
    api.push({});
    frames.frame();
    await vi.waitFor(() => expect(store.getState().mirror).not.toBeNull());
    expect(store.getState().failure).toBeNull();
  });
});
