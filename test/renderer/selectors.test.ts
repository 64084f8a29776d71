import { describe, expect, test } from 'vitest';
import { applyPatch } from '../../renderer/state/applyPatch.ts';
import { type AppState, INITIAL_STATE } from '../../renderer/state/appState.ts';
import { mirrorOf } from '../../renderer/state/mirror.ts';
import {
  countsOf,
  endedIds,
  interruptedOf,
  pausableIds,
  repositoriesOf,
  resumableIds,
  totalsOf,
  visibleIds,
} from '../../renderer/state/selectors.ts';
import { EMPTY_SNAPSHOT } from './harness/fakeApi.ts';
import { digestOf, EVERY_STATUS, idOf, MB, upload } from './harness/fixtures.ts';

const every = mirrorOf({
  ...EMPTY_SNAPSHOT,
  uploads: EVERY_STATUS.map((status, n) => upload({ n, status, name: `${status.kind}.tar`, repository: `a/${n % 3}` })),
});

function stateWith(parts: Partial<AppState>): AppState {
  return { ...INITIAL_STATE, mirror: every, ...parts };
}

function kindsOf(state: AppState): readonly (string | undefined)[] {
  return visibleIds(state).map((id) => every.uploads.get(id)?.status.kind);
}

describe('groups', () => {
  test('every upload is in All and in exactly one other group', () => {
    const { all, ...others } = countsOf(every.uploads);
    expect(all).toBe(EVERY_STATUS.length);
    expect(Object.values(others).reduce((sum, count) => sum + count, 0)).toBe(all);
  });

  test('trouble needs a person, a pause that was asked for does not', () => {
    expect(kindsOf(stateWith({ page: { kind: 'uploads', filter: 'needsYou' } }))).toEqual([
      'paused',
      'paused',
      'interrupted',
      'mismatch',
      'failed',
    ]);
    expect(countsOf(every.uploads).paused).toBe(2);
  });

  test('repositories are counted by name', () => {
    expect(repositoriesOf(every.uploads).map(([name]) => name)).toEqual(['a/0', 'a/1', 'a/2']);
    expect(visibleIds(stateWith({ page: { kind: 'repository', name: 'a/1', tab: 'uploads' } }))).toHaveLength(6);
  });
});

describe('search', () => {
  test('finds names, repositories and digests, whatever the case', () => {
    expect(kindsOf(stateWith({ query: 'FOUND' }))).toEqual(['found']);
    expect(visibleIds(stateWith({ query: 'a/2' }))).toHaveLength(6);
    expect(kindsOf(stateWith({ query: digestOf('a').slice(0, 20) }))).toEqual(['ready', 'finished', 'mismatch']);
    expect(kindsOf(stateWith({ query: 'nowhere' }))).toEqual([]);
  });

  test('the rows keep their identity while numbers tick', () => {
    const before = visibleIds(stateWith({}));
    const progress = [
      { id: idOf(2), offset: 1, hashed: 1, checkpointed: 1, rehashed: null, bytesPerSecond: 7, etaMs: null },
    ];
    const after = applyPatch(every, { seq: 1, progress });
    if (after.kind !== 'applied') throw new Error(after.kind);
    expect(visibleIds(stateWith({ mirror: after.mirror }))).toBe(before);
    expect(totalsOf(after.mirror)).toEqual({ moving: 6, waiting: 1, rate: 7 });
  });
});

test('Pause all, Resume all and Clear finished take what they can act on', () => {
  const kinds = (ids: readonly ReturnType<typeof idOf>[]) => ids.map((id) => every.uploads.get(id)?.status.kind);
  expect(kinds(pausableIds(every.uploads, every.order))).toEqual(['queued', 'recovering', 'moving', 'verifying']);
  expect(new Set(kinds(resumableIds(every.uploads, every.order)))).toEqual(new Set(['paused', 'interrupted']));
  expect(kinds(endedIds(every.uploads, every.order))).toEqual(['finished', 'cancelled']);
});

test('what a crash interrupted, and the most that resuming it re-hashes', () => {
  const at = (n: number, kind: 'interrupted' | 'moving') =>
    upload({ n, offset: 100 * MB, checkpointed: 60 * MB, status: { kind } });
  const mirror = mirrorOf({
    ...EMPTY_SNAPSHOT,
    uploads: [at(1, 'interrupted'), at(2, 'interrupted'), at(3, 'moving')],
  });
  const known = [idOf(1), idOf(2), idOf(3), idOf(4)];
  expect(interruptedOf(mirror.uploads, known)).toEqual({ ids: [idOf(1), idOf(2)], gap: 80 * MB });
});
