import { hasCode } from '../../../shared/errors.ts';

/** What `operation` resolves to, or `fallback` when its path does not exist. Any other failure stays one. */
export async function orWhenMissing<T, U>(operation: Promise<T>, fallback: U): Promise<T | U> {
  try {
    return await operation;
  } catch (error) {
    if (hasCode(error, 'PATH_NOT_FOUND')) return fallback;
    throw error;
  }
}
