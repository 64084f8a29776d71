const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

function scaleOf(bytes: number): number {
  let scale = 0;
  while (bytes >= 999.5 * 1000 ** scale && scale < UNITS.length - 1) scale += 1;
  return scale;
}

function inScale(bytes: number, scale: number): string {
  const value = bytes / 1000 ** scale;
  if (scale === 0) return String(Math.round(value));
  return value.toFixed(value >= 99.95 ? 0 : 1);
}

/** Decimal units, as file managers show them: `18.6 GB`, `151 GB`, `38 B`. */
export function formatBytes(bytes: number): string {
  const scale = scaleOf(bytes);
  return `${inScale(bytes, scale)} ${UNITS[scale]}`;
}

/** Digits after the point in each unit: few enough to read, enough that a second of work is seen. */
const DIGITS_OF_PART = [0, 1, 1, 2, 3, 3] as const;

function digitsOfPart(bytes: number, whole: number): { readonly digits: string; readonly unit: string } {
  const scale = scaleOf(whole);
  return { digits: (bytes / 1000 ** scale).toFixed(DIGITS_OF_PART[scale] ?? 0), unit: UNITS[scale] ?? '' };
}

/** `18.62 of 40.00 GB`: both in the unit of the whole, and fine enough that progress shows. */
export function formatPart(part: number, whole: number): string {
  const { digits, unit } = digitsOfPart(whole, whole);
  return `${digitsOfPart(part, whole).digits} of ${digits} ${unit}`;
}

/** `18.62 GB`: a place within `whole`, as `formatPart` writes the part. */
export function formatPlace(place: number, whole: number): string {
  const { digits, unit } = digitsOfPart(place, whole);
  return `${digits} ${unit}`;
}

export function formatRate(bytesPerSecond: number): string {
  return `${formatBytes(bytesPerSecond)}/s`;
}

/** A calm duration: `under 1 s`, `18 s`, `4 min`, `2 h 10 min`, `3 days`. */
export function formatDuration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 1) return 'under 1 s';
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return `${Math.round(hours / 24)} days`;
}

/** Whole percent that reaches 100 only when everything is there. */
export function formatPercent(part: number, whole: number): string {
  if (whole === 0) return '100 %';
  return `${part >= whole ? 100 : Math.min(99, Math.floor((part * 100) / whole))} %`;
}

/** `sha256:9f2c…e41b`: enough to recognise, never to compare by. */
export function shortDigest(digest: string): string {
  const colon = digest.indexOf(':');
  return `${digest.slice(0, colon + 5)}…${digest.slice(-4)}`;
}
