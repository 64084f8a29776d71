import { LayerliftError } from './errors.ts';

const RFC3339 = /^(\d{4}-\d{2}-\d{2})T(?:[01]\d|2[0-3]):\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/;

/** The age at which a registry removes uploads unless its configuration says otherwise, ms: 168 hours. */
export const REGISTRY_PURGE_MS = 168 * 60 * 60 * 1000;

/** When a registry removes an upload that is dated to `ms` with `formatStartedAt`; ms since the epoch. */
export function purgeTimeOf(ms: number): number {
  return Math.floor(ms / 1000) * 1000 + REGISTRY_PURGE_MS;
}

/** Writes a time as the registry does: RFC 3339, UTC, whole seconds, 20 bytes, no newline. */
export function formatStartedAt(ms: number): string {
  return new Date(Math.floor(ms / 1000) * 1000).toISOString().replace('.000Z', 'Z');
}

/**
 * Reads a `startedat` file's content into ms since the epoch. Fractions and offsets are accepted, anything around
 * the time (a newline too) is not, as in the registry.
 * @throws LayerliftError `STARTED_AT_INVALID`.
 */
export function parseStartedAt(text: string): number {
  const refuse = (): never => {
    throw new LayerliftError('STARTED_AT_INVALID', 'not an RFC 3339 time', { text: text.slice(0, 60) });
  };
  const date = RFC3339.exec(text)?.[1];
  if (date === undefined) return refuse();
  const ms = Date.parse(text);
  const midnight = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(ms) || Number.isNaN(midnight)) return refuse();
  // Date.parse rolls 31 February over into March; the day must come back as it was written.
  return new Date(midnight).toISOString().startsWith(date) ? ms : refuse();
}
