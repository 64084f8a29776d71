import fs from 'node:fs';
import path from 'node:path';
import { capture } from '../../../scripts/lib/run.ts';
import { seededBytes } from '../../support/seededBytes.ts';
import { GIB, MIB } from '../harness/scenario.ts';

const PIECE = 16 * MIB;

/** Makes a file of bytes that do not repeat; it is in the page cache then. */
export function solidFile(folder: string, name: string, size: number, seed = 1): string {
  const file = path.join(folder, name);
  const fd = fs.openSync(file, 'wx');
  for (let offset = 0; offset < size; offset += PIECE) {
    fs.writeSync(fd, seededBytes(seed + offset / PIECE, Math.min(PIECE, size - offset)));
  }
  fs.closeSync(fd);
  return file;
}

/**
 * Makes a file that takes no room on the disk: a hole, but for some bytes at its beginning that give it a digest of
 * its own. Reading it costs next to nothing; what is written from it is as large as ever.
 */
export function sparseFile(folder: string, name: string, size: number, seed: number): string {
  const file = path.join(folder, name);
  const fd = fs.openSync(file, 'wx');
  fs.writeSync(fd, seededBytes(seed, 4096));
  fs.ftruncateSync(fd, size);
  fs.closeSync(fd);
  return file;
}

/**
 * Layers that move for longer than the app is watched. They are solid: Linux fills a hole in steps of its whole
 * read-ahead, which on a disk with 8 MiB of it keeps a core for 18 ms that nothing may interrupt.
 */
export function movingFiles(folder: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) =>
    solidFile(folder, `moving-${index}`, (8 / count) * GIB, (index + 1) * 10_000),
  );
}

/** Lets everything that was written so far reach the disk, so that it does not disturb what is measured next. */
export function settle(folder: string): void {
  const { code, stderr } = capture(['sync', '-f', folder]);
  if (code !== 0) throw new Error(`sync: ${stderr}`);
}

/** Reads a file once, so that it is in the page cache. */
export function warm(file: string): void {
  const buffer = Buffer.alloc(MIB);
  const fd = fs.openSync(file, 'r');
  while (fs.readSync(fd, buffer) > 0);
  fs.closeSync(fd);
}
