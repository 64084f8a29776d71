import { randomUUID } from 'node:crypto';

/**
 * The paths behind the candidates that the window holds. The window knows a random token only, so that it can add
 * nothing but what a person gave it.
 */
export class Tokens {
  readonly #paths = new Map<string, string>();
  readonly #max: number;

  /** @param max the most that are kept; the oldest are forgotten first. */
  constructor(max: number) {
    this.#max = max;
  }

  issue(path: string): string {
    const token = randomUUID();
    this.#keep(token, path);
    return token;
  }

  /**
   * The path behind a token, which is spent by this: a command that is given twice, even at the same moment, gets it
   * once. Null for a token that was never issued, is spent, or was forgotten.
   */
  take(token: string): string | null {
    const path = this.#paths.get(token) ?? null;
    this.#paths.delete(token);
    return path;
  }

  /** Makes a token that was taken good again, for a file that has not become an upload after all. */
  giveBack(token: string, path: string): void {
    this.#keep(token, path);
  }

  #keep(token: string, path: string): void {
    this.#paths.set(token, path);
    for (const oldest of this.#paths.keys()) {
      if (this.#paths.size <= this.#max) break;
      this.#paths.delete(oldest);
    }
  }
}
