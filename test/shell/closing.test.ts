import { describe, expect, it } from 'vitest';
import { Closing } from '../../electron/closing.ts';

describe('the end of the app', () => {
  it('ends the work once, and everybody waits for the same end', async () => {
    let runs = 0;
    let release = (): void => undefined;
    const closing = new Closing(
      () =>
        new Promise((resolve) => {
          runs += 1;
          release = resolve;
        }),
      () => undefined,
    );
    const first = closing.begin();
    const second = closing.begin();
    expect(closing.done).toBe(false);
    release();
    await Promise.all([first, second]);
    expect(closing.done).toBe(true);
    await closing.begin();
    expect(runs).toBe(1);
  });

  it('comes also when the work fails, and says so', async () => {
    const said: unknown[] = [];
    const failure = new Error('no');
    const closing = new Closing(
      () => Promise.reject(failure),
      (words, error) => said.push(words, error),
    );
    await closing.begin();
    expect(closing.done).toBe(true);
    expect(said).toEqual(['could not end cleanly', failure]);
  });

  it('does not wait for ever', async () => {
    const said: string[] = [];
    const closing = new Closing(
      () => new Promise(() => undefined),
      (words) => said.push(words),
      10,
    );
    await closing.begin();
    expect(said).toEqual(['not everything was paused within 10 ms; ending anyway']);
  });
});
