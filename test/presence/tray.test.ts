import { describe, expect, it } from 'vitest';
import { trayBitmap } from '../../electron/presence/trayIcon.ts';
import { trayMenu } from '../../electron/presence/trayMenu.ts';
import { desktopStrings } from '../../electron/strings/desktopStrings.ts';

const nothing = (): void => undefined;
const actions = { show: nothing, pauseAll: nothing, resumeAll: nothing, quit: nothing };
const none = { moving: 0, waiting: 0, troubled: 0, paused: 0, bytesPerSecond: 0, fraction: null };

describe('the tray', () => {
  it('tells the totals, and offers what can be done', () => {
    const words = desktopStrings('en').tray;
    const [line, , pause, resume] = trayMenu({ ...none, moving: 2, waiting: 1 }, words, actions);
    expect(line).toMatchObject({ label: '2 moving · 1 waiting', enabled: false });
    expect([pause?.enabled, resume?.enabled]).toEqual([true, false]);
    const [idle, , noPause, canResume] = trayMenu({ ...none, paused: 3 }, words, actions);
    expect(idle?.label).toBe('3 paused');
    expect([noPause?.enabled, canResume?.enabled]).toEqual([false, true]);
  });

  it('says more under the pointer', () => {
    const all = { ...none, moving: 1, bytesPerSecond: 1.5e6, fraction: 0.456 };
    expect(desktopStrings('en').tray.tooltip(all)).toBe('Layerlift: 1 moving, 45 %, 1.5 MB/s');
    expect(desktopStrings('de').tray.tooltip(all)).toBe('Layerlift: 1 in Übertragung, 45 %, 1,5 MB/s');
    expect(desktopStrings('en').tray.tooltip(none)).toBe('Layerlift: Nothing moving');
  });

  it('draws three bars, each deeper one wider, on nothing', () => {
    const size = 16;
    const pixels = trayBitmap(size, [10, 20, 30]);
    const alphaOfRow = (y: number): number =>
      Array.from({ length: size }, (_, x) => pixels[(y * size + x) * 4 + 3] ?? 0).reduce(
        (sum, alpha) => sum + alpha,
        0,
      );
    expect(pixels).toHaveLength(size * size * 4);
    expect(alphaOfRow(0)).toBe(0);
    expect(alphaOfRow(3)).toBe(8 * 255);
    expect(alphaOfRow(12)).toBe(14 * 255);
    const middle = (3 * size + 8) * 4;
    expect([...pixels.subarray(middle, middle + 4)]).toEqual([30, 20, 10, 255]);
  });
});
