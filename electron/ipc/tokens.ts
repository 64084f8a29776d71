import { randomUUID } from 'node:crypto';

/**
 * The paths behind the candidates that the window holds. The window knows a random token only, so that it can add
 * nothing but what a person gave it.
 */
export class Tokens {
  readonly #paths = new Map<string, string>();
  readonly #tokens = new Map<string, string>();
  readonly #max: number;

  /** @param max the most that are kept; the oldest are forgotten first. */
  constructor(max: number) {
    this.#max = max;
  }

  /** A file that is given again keeps its token, by which the window knows it. */
  issue(path: string): string {
    const token = this.#tokens.get(path) ?? randomUUID();
    this.#keep(token, path);
    return token;
  }

  /**
   * The path behind a token, which is spent by this: a command that is given twice, even at the same moment, gets it
   * once, and a file that is given again is for another upload. Null for a token that was never issued, is spent, or was
   * forgotten.
   */
  take(token: string): string | null {
    const path = this.#paths.get(token);
    if (path === undefined) return null;
    this.#forget(token, path);
    return path;
  }

  /** Makes a token that was taken good again, for a file that has not become an upload after all. */
  giveBack(token: string, path: string): void {
    this.#keep(token, path);
  }

  #keep(token: string, path: string): void {
    // Anew, so that it is the last to be forgotten.
    this.#paths.delete(token);
    this.#paths.set(token, path);
    this.#tokens.set(path, token);
    for (const [oldest, its] of this.#paths) {
      if (this.#paths.size <= this.#max) break;
      this.#forget(oldest, its);
    }
  }

  #forget(token: string, path: string): void {
    if (this.#tokens.get(path) === token) this.#tokens.delete(path);
    this.#paths.delete(token);
  }
}
