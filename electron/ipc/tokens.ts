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
    this.#paths.set(token, path);
    for (const oldest of this.#paths.keys()) {
      if (this.#paths.size <= this.#max) break;
      this.#paths.delete(oldest);
    }
    return token;
  }

  /** Null for a token that was never issued, is spent, or was forgotten. */
  pathOf(token: string): string | null {
    return this.#paths.get(token) ?? null;
  }

  /** To be called once the file has become an upload. */
  spend(token: string): void {
    this.#paths.delete(token);
  }
}
