import fs from 'node:fs/promises';
import path from 'node:path';
import { type ErrorInfo, LayerliftError, toErrorInfo } from '../shared/errors.ts';
import { DEFAULT_SETTINGS, type Settings } from '../shared/settings.ts';
import { errnoOf, writeFileAtomically } from './atomicFile.ts';
import { parseSettings } from './settingsFormat.ts';

type Content =
  | { readonly kind: 'good'; readonly settings: Settings; readonly text: string }
  /** Some fields, or all of them, could not be used; `settings` holds what could, and defaults. */
  | { readonly kind: 'damaged'; readonly settings: Settings | null; readonly reason: string }
  | { readonly kind: 'missing' };

/**
 * The person's settings in `settings.json`. The version before the last change stays in `settings.json.bak`.
 * A damaged file costs nothing that could be saved: it is kept under another name, fields that are right are used, and
 * of a file that is wrong as a whole the copy takes the place.
 */
export class SettingsFile {
  /** Set when the file was damaged: what happened and where the damaged file is now. */
  readonly notice: ErrorInfo | null;
  readonly #file: string;
  #current: Settings;
  /** The bytes on disk when they are known to be good: they become the copy at the next change. */
  #goodText: string | null;
  #lastWrite: Promise<unknown> = Promise.resolve();

  private constructor(file: string, current: Settings, goodText: string | null, notice: ErrorInfo | null) {
    this.#file = file;
    this.#current = current;
    this.#goodText = goodText;
    this.notice = notice;
  }

  /** Reads the settings of `folder`. A missing file means the defaults. Never fails: trouble is in `notice`. */
  static async open(folder: string, now: () => number = Date.now): Promise<SettingsFile> {
    const file = path.join(folder, 'settings.json');
    const content = await read(file);
    if (content.kind === 'good') return new SettingsFile(file, content.settings, content.text, null);
    if (content.kind === 'missing') return new SettingsFile(file, DEFAULT_SETTINGS, null, null);
    return SettingsFile.#repair(file, content.settings, content.reason, now());
  }

  static async #repair(file: string, usable: Settings | null, reason: string, at: number): Promise<SettingsFile> {
    const copy = usable === null ? await read(`${file}.bak`) : null;
    const fromCopy = copy?.kind === 'good' ? copy.settings : null;
    const settings = usable ?? fromCopy ?? DEFAULT_SETTINGS;
    const restored = usable !== null ? 'fields' : fromCopy !== null ? 'copy' : 'defaults';
    const keptAs = path.join(path.dirname(file), `settings.damaged-${at}.json`);
    let failure: unknown;
    try {
      await fs.rename(file, keptAs);
      await writeFileAtomically(file, format(settings));
    } catch (error) {
      failure = error;
    }
    const details = { reason, restored, keptAs };
    const damaged = new LayerliftError('SETTINGS_DAMAGED', `settings.json is damaged (${reason})`, details, failure);
    return new SettingsFile(file, settings, failure === undefined ? format(settings) : null, toErrorInfo(damaged));
  }

  get current(): Settings {
    return this.#current;
  }

  /**
   * Applies a change and makes it durable. Changes that overlap are written one after the other.
   * @throws what `writeFileAtomically` throws; then the settings are as before.
   */
  change(change: Partial<Settings>): Promise<Settings> {
    const write = this.#lastWrite.then(() => this.#write({ ...this.#current, ...change }));
    this.#lastWrite = write.catch(() => undefined);
    return write;
  }

  async #write(settings: Settings): Promise<Settings> {
    const text = format(settings);
    if (text === this.#goodText) return this.#current;
    if (this.#goodText !== null) await writeFileAtomically(`${this.#file}.bak`, this.#goodText);
    await writeFileAtomically(this.#file, text);
    this.#goodText = text;
    this.#current = settings;
    return settings;
  }
}

function format(settings: Settings): string {
  return `${JSON.stringify({ version: 1, settings }, null, 2)}\n`;
}

async function read(file: string): Promise<Content> {
  let text: string;
  try {
    text = await fs.readFile(file, 'utf8');
  } catch (error) {
    const errno = errnoOf(error);
    return errno === 'ENOENT'
      ? { kind: 'missing' }
      : { kind: 'damaged', settings: null, reason: `unreadable ${errno}` };
  }
  const parsed = parseSettings(text);
  if (parsed === null) return { kind: 'damaged', settings: null, reason: 'form' };
  if (parsed.wrong.length === 0) return { kind: 'good', settings: parsed.settings, text };
  return { kind: 'damaged', settings: parsed.settings, reason: `fields ${parsed.wrong.join(', ')}` };
}
