import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { RunningApp } from '../app.ts';

/** What decides how the same page looks on a machine, besides the app. */
export interface Surroundings {
  /** The system's own name of itself. */
  readonly system: string;
  /** Electron's version. */
  readonly electron: string;
  /** A digest of words as Chromium paints them with this machine's fonts. */
  readonly text: string;
}

/**
 * Looks how this machine paints text. The fonts are named here and not read from the app, so that a change of the app's
 * own fonts is seen as a change of its pictures.
 */
export async function surroundingsOf({ electron, page }: Pick<RunningApp, 'electron' | 'page'>): Promise<Surroundings> {
  const pixels = await page.evaluate(() => {
    const canvas = document.createElement('canvas');
    canvas.width = 900;
    canvas.height = 400;
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (context === null) throw new Error('no canvas');
    const families = ['system-ui', 'sans-serif', 'ui-monospace', 'monospace'];
    const styles = ['400 13px', '600 13px', '700 15px', '400 11px'];
    let line = 0;
    for (const family of families) {
      for (const style of styles) {
        line += 22;
        context.font = `${style} ${family}`;
        context.fillText('Drop layers here — 1,234.5 MB · 67 % ✓ … äöü ßÄÖÜ gjpqy WAVE fi', 4, line);
      }
    }
    return Array.from(context.getImageData(0, 0, canvas.width, canvas.height).data).join();
  });
  return {
    system: await systemName(),
    electron: await electron.evaluate(() => process.versions['electron'] ?? ''),
    text: createHash('sha256').update(pixels).digest('hex').slice(0, 16),
  };
}

/** @see os-release(5) */
async function systemName(): Promise<string> {
  const text = await readFile('/etc/os-release', 'utf8').catch(() => '');
  return /^PRETTY_NAME="?([^"\n]*)/m.exec(text)?.[1] ?? process.platform;
}

/** In what two surroundings differ, in words; empty when the same page looks the same in both. */
export function differences(here: Surroundings, there: Surroundings): string {
  const keys = Object.keys(there) as (keyof Surroundings)[];
  const found = keys.filter((key) => here[key] !== there[key]);
  return found.map((key) => `${key}: ${here[key]} here, ${there[key]} there`).join('; ');
}
