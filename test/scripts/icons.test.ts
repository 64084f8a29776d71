import fs from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { inProject } from '../../scripts/lib/project.ts';
import { drawIcons } from '../../scripts/packaging/drawIcons.ts';

describe('the icons of the packages', () => {
  it('are those of the drawing', async () => {
    const drawn = await drawIcons(await fs.readFile(inProject('packaging/icon.svg'), 'utf8'));
    for (const [name, bytes] of drawn) {
      expect(Buffer.compare(await fs.readFile(inProject('packaging', name)), bytes), name).toBe(0);
    }
    const kept = await fs.readdir(inProject('packaging/icons'));
    expect(kept.map((name) => `icons/${name}`).sort()).toEqual(
      [...drawn.keys()].filter((name) => name.startsWith('icons/')).sort(),
    );
  });
});
