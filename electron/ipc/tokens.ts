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
    // Anew, so that it is the last to be forgotten.
    this.#paths.delete(token);
    this.#paths.set(token, path);
    this.#tokens.set(path, token);
    for (const oldest of this.#paths.keys()) {
      if (this.#paths.size <= this.#max) break;
      this.spend(oldest);
    }
    return token;
  }

  /** Null for a token that was never issued, is spent, or was forgotten. */
  pathOf(token: string): string | null {
    return this.#paths.get(token) ?? null;
  }

  /** To be called once the file has become an upload: if it is given again, that is for another one. */
  spend(token: string): void {
    const path = this.#paths.get(token);
    if (path !== undefined) this.#tokens.delete(path);
    this.#paths.delete(token);
  }
}
