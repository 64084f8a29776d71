import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { z } from './schema.ts';

/** What a second start of the app gives the first. */
export interface Handover {
  readonly repository: string | null;
  readonly files: readonly string[];
}

/** The message between the two is only the name of a file: long messages are not safe with every runtime. */
export interface HandoverMessage {
  readonly handover: string;
}

const NAME = /^handover-[0-9a-f-]{36}\.json$/;
const STALE_MS = 60_000;

const format = z.strictObject({ repository: z.string().nullable(), files: z.array(z.string()) });
const message = z.object({ handover: z.string().regex(NAME) });

/** Writes the hand-over into the profile and returns the message that names it. Synchronous: the app is not yet up. */
export function writeHandover(profile: string, { repository, files }: Handover): HandoverMessage {
  const name = `handover-${randomUUID()}.json`;
  fs.mkdirSync(profile, { recursive: true });
  fs.writeFileSync(path.join(profile, name), JSON.stringify({ repository, files }), { mode: 0o600, flag: 'wx' });
  return { handover: name };
}

/**
 * Reads and removes the hand-over that a message names. Null when the message names none.
 * @throws when the file is gone or is not a hand-over.
 */
export function takeHandover(profile: string, data: unknown): Handover | null {
  const parsed = message.safeParse(data);
  if (!parsed.success) return null;
  const file = path.join(profile, parsed.data.handover);
  const text = fs.readFileSync(file, 'utf8');
  fs.rmSync(file);
  return format.parse(JSON.parse(text));
}

/** Removes hand-overs that nobody took, e.g. because their receiver was killed. Fresh ones may still be on their way. */
export function removeStaleHandovers(profile: string, now: number = Date.now()): void {
  for (const name of fs.readdirSync(profile)) {
    const file = path.join(profile, name);
    if (NAME.test(name) && now - fs.statSync(file).mtimeMs > STALE_MS) fs.rmSync(file, { force: true });
  }
}
