import fs from 'node:fs/promises';
import { errnoOf, writeFileAtomically } from './atomicFile.ts';
import type { Log } from './log.ts';

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where the window was: its normal bounds, in device-independent pixels, and whether it filled the screen. */
export interface WindowPlace {
  readonly bounds: Rectangle;
  readonly maximized: boolean;
}

export const MIN_SIZE = { width: 800, height: 560 } as const;
export const DEFAULT_SIZE = { width: 1120, height: 720 } as const;

/** How much of the window must lie on a display for its old place to be of use, in pixels each way. */
const GRIP = 80;

/** Reads the place of the last run. Null when there is none that can be used: it is a convenience, never an error. */
export async function readWindowPlace(file: string, log: Log): Promise<WindowPlace | null> {
  try {
    return parseWindowPlace(await fs.readFile(file, 'utf8'));
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') log(`cannot use ${file}`, error);
    return null;
  }
}

export async function writeWindowPlace(file: string, place: WindowPlace): Promise<void> {
  await writeFileAtomically(file, `${JSON.stringify(place)}\n`);
}

/** @throws SyntaxError or TypeError for anything but a place. */
function parseWindowPlace(text: string): WindowPlace {
  const { bounds, maximized } = JSON.parse(text) as { bounds: Readonly<Record<string, unknown>>; maximized: unknown };
  const number = (name: string): number => {
    const value = bounds[name];
    if (!Number.isInteger(value) || Math.abs(Number(value)) > 100_000) throw new TypeError(`${name} is no pixel count`);
    return Number(value);
  };
  const rectangle = { x: number('x'), y: number('y'), width: number('width'), height: number('height') };
  return { bounds: rectangle, maximized: maximized === true };
}

/**
 * Bounds for a new window: the old ones if enough of them lies on a display that is there now, otherwise their size
 * alone, which the system places.
 */
export function boundsFor(place: WindowPlace | null, displays: readonly Rectangle[]): Partial<Rectangle> {
  if (place === null) return DEFAULT_SIZE;
  const width = Math.max(MIN_SIZE.width, place.bounds.width);
  const height = Math.max(MIN_SIZE.height, place.bounds.height);
  const { x, y } = place.bounds;
  const reachable = displays.some((display) => {
    const across = Math.min(x + width, display.x + display.width) - Math.max(x, display.x);
    const down = Math.min(y + height, display.y + display.height) - Math.max(y, display.y);
    return across >= GRIP && down >= GRIP && y >= display.y;
  });
  return reachable ? { x, y, width, height } : { width, height };
}
