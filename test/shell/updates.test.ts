import { beforeEach, describe, expect, it, vi } from 'vitest';
import { isTrustworthy } from '../../electron/updates/feed.ts';
import { type UpdateSource, Updates } from '../../electron/updates/updates.ts';
import type { UpdateView } from '../../shared/about.ts';

let seen: UpdateView[];
let steps: string[];
/** An Error is thrown. */
let atRest: boolean | Error;
/** What the feed has; an Error is thrown. */
let feed: string | null | Error;
let download: Error | null;
let refused: boolean;

const source: UpdateSource = {
  check: async () => {
    steps.push('check');
    if (feed instanceof Error) throw feed;
    return feed;
  },
  download: async (onFraction) => {
    steps.push('download');
    onFraction(0.5);
    if (download !== null) throw download;
  },
  install: () => {
    steps.push('install');
    // The app ends by this, unless it is refused.
    return refused ? Promise.reject(new Error('no password')) : new Promise<never>(() => undefined);
  },
};

const updates = (loads: typeof source | null = source): Updates =>
  new Updates({
    source: loads === null ? null : async () => loads,
    comeToRest: async () => {
      steps.push('come to rest');
      if (atRest instanceof Error) throw atRest;
      return atRest;
    },
    restart: () => steps.push('restart'),
    onChange: (view) => seen.push(view),
    log: () => undefined,
  });

beforeEach(() => {
  seen = [];
  steps = [];
  atRest = true;
  feed = '2.0.0';
  download = null;
  refused = false;
});

describe('updates', () => {
  it('are none where the release names no feed', async () => {
    const none = updates(null);
    expect(none.view).toEqual({ kind: 'none' });
    await expect(none.check()).rejects.toMatchObject({ code: 'UPDATE_UNAVAILABLE' });
    await expect(none.install()).rejects.toMatchObject({ code: 'UPDATE_UNAVAILABLE' });
  });

  it('are looked for when asked, downloaded, and installed when everything is at rest', async () => {
    const one = updates();
    expect(steps).toEqual([]);
    await one.check();
    expect(one.view).toEqual({ kind: 'ready', version: '2.0.0' });
    expect(seen.map(({ kind }) => kind)).toEqual(['checking', 'downloading', 'downloading', 'ready']);
    void one.install();
    await vi.waitFor(() => expect(steps).toEqual(['check', 'download', 'come to rest', 'install']));
    expect(one.view).toEqual({ kind: 'installing', version: '2.0.0' });
  });

  it('are not installed while a byte is at risk', async () => {
    const one = updates();
    await one.check();
    atRest = false;
    await one.install();
    expect(steps).toEqual(['check', 'download', 'come to rest', 'restart']);
  });

  it('that are refused at the last moment let the app start again, for its work has ended', async () => {
    const one = updates();
    await one.check();
    refused = true;
    await one.install();
    expect(steps).toEqual(['check', 'download', 'come to rest', 'install', 'restart']);
  });

  it('leave the app as it is when nothing has been brought to rest yet', async () => {
    const one = updates();
    await one.check();
    atRest = new Error('the note could not be written');
    await one.install();
    expect(steps).toEqual(['check', 'download', 'come to rest']);
    expect(one.view).toEqual({ kind: 'failed' });
  });

  it('are never installed before they are downloaded', async () => {
    const one = updates();
    await expect(one.install()).rejects.toMatchObject({ code: 'UPDATE_UNAVAILABLE' });
    feed = null;
    await one.check();
    await expect(one.install()).rejects.toMatchObject({ code: 'UPDATE_UNAVAILABLE' });
    expect(one.view).toEqual({ kind: 'current' });
    expect(steps).toEqual(['check']);
  });

  it('that fail leave everything as it was, and can be tried again', async () => {
    const one = updates();
    feed = new Error('no network');
    await one.check();
    expect(one.view).toEqual({ kind: 'failed' });
    feed = '2.0.0';
    download = new Error('sha512 checksum mismatch');
    await one.check();
    expect(one.view).toEqual({ kind: 'failed' });
    await expect(one.install()).rejects.toMatchObject({ code: 'UPDATE_UNAVAILABLE' });
    download = null;
    await one.check();
    expect(one.view.kind).toBe('ready');
  });

  it('are checked for once at a time', async () => {
    const one = updates();
    await Promise.all([one.check(), one.check()]);
    await one.check();
    expect(steps).toEqual(['check', 'download']);
  });
});

describe('a feed', () => {
  it.each([
    ['https://layerlift.example/feed/latest.yml', true],
    ['http://127.0.0.1:8080/latest.yml', true],
    ['http://layerlift.example/latest.yml', false],
    ['http://127.0.0.1.example/latest.yml', false],
    ['file:///tmp/latest.yml', false],
    ['ftp://127.0.0.1/latest.yml', false],
  ])('%s is trustworthy: %s', (url, trusted) => {
    expect(isTrustworthy(new URL(url))).toBe(trusted);
  });
});
