import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { boundsFor, DEFAULT_SIZE, readWindowPlace, writeWindowPlace } from '../../electron/windowBounds.ts';
import { tempDir } from '../support/tempDir.ts';

const DISPLAY = { x: 0, y: 25, width: 1920, height: 1055 };
const at = (x: number, y: number, width = 1000, height = 700) => ({
  bounds: { x, y, width, height },
  maximized: false,
});

describe('the place of the window', () => {
  it('comes back where it was', async () => {
    await using folder = await tempDir();
    const file = path.join(folder.path, 'window.json');
    const said: string[] = [];
    expect(await readWindowPlace(file, (words) => said.push(words))).toBeNull();
    await writeWindowPlace(file, { ...at(10, 30), maximized: true });
    expect(await readWindowPlace(file, (words) => said.push(words))).toEqual({ ...at(10, 30), maximized: true });
    expect(said).toEqual([]);
  });

  it.each(['', '{}', 'null', '{"bounds": {"x": "1", "y": 1, "width": 1, "height": 1}}', '{"bounds": {"x": 1e9}}'])(
    'is forgotten with a word in the log when it is %j',
    async (text) => {
      await using folder = await tempDir();
      const file = path.join(folder.path, 'window.json');
      await writeFile(file, text);
      const said: string[] = [];
      expect(await readWindowPlace(file, (words) => said.push(words))).toBeNull();
      expect(said).toEqual([`cannot use ${file}`]);
    },
  );

  it('is kept while enough of it can be reached, else only its size', () => {
    expect(boundsFor(null, [DISPLAY])).toEqual(DEFAULT_SIZE);
    expect(boundsFor(at(100, 100), [DISPLAY])).toEqual(at(100, 100).bounds);
    expect(boundsFor(at(-900, 100), [DISPLAY])).toEqual(at(-900, 100).bounds);
    expect(boundsFor(at(-950, 100), [DISPLAY])).toEqual({ width: 1000, height: 700 });
    expect(boundsFor(at(100, 0), [DISPLAY])).toEqual({ width: 1000, height: 700 });
    expect(boundsFor(at(2500, 100), [DISPLAY])).toEqual({ width: 1000, height: 700 });
    expect(boundsFor(at(2500, 100), [DISPLAY, { ...DISPLAY, x: 1920 }])).toEqual(at(2500, 100).bounds);
    expect(boundsFor(at(100, 100, 10, 10), [DISPLAY])).toEqual({ x: 100, y: 100, width: 800, height: 560 });
  });
});
