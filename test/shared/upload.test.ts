import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY_DIGEST } from '../../shared/digest.ts';
import {
  allowedCommands,
  gapOf,
  isActive,
  isEnded,
  isUnderWay,
  type UploadCommand,
  type UploadKind,
  type UploadStatus,
  wasCutShort,
} from '../../shared/upload.ts';

const STATUSES: { readonly [Kind in UploadKind]: Extract<UploadStatus, { readonly kind: Kind }> } = {
  queued: { kind: 'queued' },
  recovering: { kind: 'recovering', done: 1, total: 2 },
  moving: { kind: 'moving' },
  pausing: { kind: 'pausing' },
  paused: { kind: 'paused', reason: 'person', error: null },
  interrupted: { kind: 'interrupted' },
  ready: { kind: 'ready', digest: EMPTY_DIGEST },
  verifying: { kind: 'verifying', done: 1, total: 2 },
  finishing: { kind: 'finishing' },
  finished: { kind: 'finished', digest: EMPTY_DIGEST, blobPath: '/x', finishMs: 1, at: 1 },
  mismatch: { kind: 'mismatch', expected: EMPTY_DIGEST, actual: EMPTY_DIGEST },
  cancelling: { kind: 'cancelling' },
  cancelled: { kind: 'cancelled', at: 1 },
  failed: { kind: 'failed', error: { code: 'INTERNAL', message: '', details: {}, causes: [] } },
  found: { kind: 'found' },
};

const all = Object.values(STATUSES);
const kindsThat = (holds: (status: UploadStatus) => boolean): readonly UploadKind[] =>
  all.filter(holds).map((status) => status.kind);
const kindsWith = (command: UploadCommand): readonly UploadKind[] =>
  kindsThat((status) => allowedCommands(status).includes(command));

describe('allowedCommands', () => {
  it.each<[UploadCommand, readonly UploadKind[]]>([
    ['pause', ['queued', 'recovering', 'moving', 'verifying']],
    ['resume', ['paused', 'interrupted', 'failed']],
    ['finish', ['ready', 'found']],
    ['verify', ['ready', 'mismatch']],
    ['setExpected', ['queued', 'paused', 'interrupted', 'ready', 'mismatch', 'found']],
    ['attach', ['paused', 'interrupted', 'failed', 'found']],
    ['renew', ['paused', 'interrupted', 'ready', 'mismatch', 'failed', 'found']],
  ])('allows %s in %j, and nowhere else', (command, kinds) => {
    expect(kindsWith(command)).toEqual(kinds);
  });

  it('allows to cancel whatever is not ended, ending or finishing', () => {
    const refused = kindsThat((status) => !allowedCommands(status).includes('cancel'));
    expect(refused).toEqual(['finishing', 'finished', 'cancelling', 'cancelled']);
  });

  it('names every command once', () => {
    for (const status of all) {
      const commands = allowedCommands(status);
      expect(new Set(commands).size).toBe(commands.length);
    }
  });
});

describe('isActive and isEnded', () => {
  it('tell the states in which bytes are moved or hashed', () => {
    expect(kindsThat(isActive)).toEqual(['recovering', 'moving', 'pausing', 'verifying', 'finishing', 'cancelling']);
  });

  it('and isUnderWay those in which they will be as soon as there is a place', () => {
    expect(kindsThat(isUnderWay)).toEqual(['queued', ...kindsThat(isActive)]);
  });

  it('tell the states from which nothing leads on, in which no command is allowed', () => {
    expect(kindsThat(isEnded)).toEqual(['finished', 'cancelled']);
    for (const kind of kindsThat(isEnded)) expect(allowedCommands(STATUSES[kind])).toEqual([]);
  });
});

describe('wasCutShort', () => {
  it('tells what the end of a process stopped, and no pause that somebody wanted', () => {
    expect(kindsThat(wasCutShort)).toEqual(['interrupted']);
    const reasons = (['person', 'quit', 'sleep', 'trouble'] as const).filter((reason) =>
      wasCutShort({ kind: 'paused', reason, error: null }),
    );
    expect(reasons).toEqual(['quit']);
  });
});

describe('gapOf', () => {
  it('is what lies between checkpoint and offset, and never negative', () => {
    expect(gapOf({ offset: 100, checkpointed: 60 })).toBe(40);
    expect(gapOf({ offset: 100, checkpointed: 100 })).toBe(0);
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.maxSafeNat(), (offset, checkpointed) => {
        const gap = gapOf({ offset, checkpointed });
        expect(gap).toBeGreaterThanOrEqual(0);
        if (checkpointed <= offset) expect(checkpointed + gap).toBe(offset);
      }),
    );
  });
});
