import { describe, expect, it } from 'vitest';
import { News } from '../../electron/presence/news.ts';
import { desktopStrings } from '../../electron/strings/desktopStrings.ts';
import { parseDigest } from '../../shared/digest.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { UploadStatus, UploadView } from '../../shared/upload.ts';
import { idOf, MOVING, view } from './views.ts';

const words = desktopStrings('en').notifications;
const digest = parseDigest(`sha256:${'a'.repeat(64)}`);
const FINISHED: UploadStatus = { kind: 'finished', digest, blobPath: 'x', finishMs: 1, at: 0 };
const trouble = (code: ErrorCode): UploadStatus => ({
  kind: 'paused',
  reason: 'trouble',
  error: { code, message: '', details: {}, causes: [] },
});

const turns = (...after: readonly UploadView[]) => after.map((one) => ({ before: view(1), after: one }));

describe('the news', () => {
  it('tell of what is finished, has failed, or was stopped, and lead to it', () => {
    expect(new News().of(turns(view(2, FINISHED)), words)).toEqual([
      { id: idOf(2), title: 'Finished: layer-2.tar', body: '1.0 kB are in library/a.' },
    ]);
    expect(new News().of(turns(view(3, trouble('DISK_FULL'))), words)).toMatchObject([
      { id: idOf(3), title: 'layer-3.tar: The store’s disk is full' },
    ]);
    const failed = { kind: 'failed', error: { code: 'INTERNAL', message: '', details: {}, causes: [] } } as const;
    expect(new News().of(turns(view(4, failed)), words)).toHaveLength(1);
    const mismatch = { kind: 'mismatch', expected: digest, actual: digest } as const;
    expect(new News().of(turns(view(5, mismatch)), words)[0]?.title).toContain('digest does not match');
  });

  it('keep quiet about what a person did or will see coming', () => {
    const quiet: readonly UploadStatus[] = [
      MOVING,
      { kind: 'queued' },
      { kind: 'paused', reason: 'person', error: null },
      { kind: 'paused', reason: 'sleep', error: null },
      { kind: 'ready', digest },
      { kind: 'cancelled', at: 0 },
      { kind: 'interrupted' },
    ];
    expect(new News().of(turns(...quiet.map((status) => view(1, status))), words)).toEqual([]);
  });

  it('say the same of several uploads once', () => {
    const many = [1, 2, 3, 4, 5].map((n) => view(n, FINISHED));
    expect(new News().of(turns(...many), words)).toEqual([
      { id: idOf(1), title: '5 uploads finished', body: 'layer-1.tar, layer-2.tar, layer-3.tar and 2 more' },
    ]);
    const full = [1, 2].map((n) => view(n, trouble('DISK_FULL')));
    expect(new News().of(turns(...full, view(3, FINISHED)), words).map(({ title }) => title)).toEqual([
      '2 uploads: The store’s disk is full',
      'Finished: layer-3.tar',
    ]);
  });

  it('do not repeat a trouble that is tried in vain, until bytes have gone on', () => {
    const news = new News();
    const full = trouble('DISK_FULL');
    expect(news.of(turns(view(1, full)), words)).toHaveLength(1);
    expect(news.of(turns(view(1, full)), words)).toEqual([]);
    expect(news.of(turns(view(1, trouble('READ_ONLY'))), words)).toHaveLength(1);
    expect(news.of(turns(view(1, full, { offset: 600 })), words)).toHaveLength(1);
  });

  it('show a deceiving name as what it is, and speak German', () => {
    const name = 'a\u202erat.exe\n';
    const german = desktopStrings('de').notifications;
    expect(new News().of(turns(view(1, FINISHED, { name })), german)).toEqual([
      { id: idOf(1), title: 'Abgeschlossen: a[U+202E]rat.exe[U+000A]', body: '1,0 kB sind in library/a.' },
    ]);
  });
});
