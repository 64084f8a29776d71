import { type Language, LOCALES } from './language.ts';

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** Digits after the point in each unit: few enough to read, enough that a second of work is seen. */
const DIGITS_OF_PART = [0, 1, 1, 2, 3, 3] as const;

/** The words that sizes and durations need. */
interface FormatWords {
  readonly of: string;
  readonly underOneSecond: string;
  readonly days: (count: number) => string;
}

const WORDS: { readonly [language in Language]: FormatWords } = {
  en: { of: 'of', underOneSecond: 'under 1 s', days: (count) => `${count} days` },
  de: { of: 'von', underOneSecond: 'unter 1 s', days: (count) => `${count} Tage` },
};

function scaleOf(bytes: number): number {
  let scale = 0;
  while (bytes >= 999.5 * 1000 ** scale && scale < UNITS.length - 1) scale += 1;
  return scale;
}

/** How a language writes sizes, speeds and durations. */
export interface Formats {
  /** Decimal units, as file managers show them: `18.6 GB`, `151 GB`, `38 B`. */
  readonly formatBytes: (bytes: number) => string;
  /** `18.62 of 40.00 GB`: both in the unit of the whole, and fine enough that progress shows. */
  readonly formatPart: (part: number, whole: number) => string;
  /** `18.62 GB`: a place within `whole`, as `formatPart` writes the part. */
  readonly formatPlace: (place: number, whole: number) => string;
  readonly formatRate: (bytesPerSecond: number) => string;
  /** A calm duration: `under 1 s`, `18 s`, `4 min`, `2 h 10 min`, `3 days`. */
  readonly formatDuration: (ms: number) => string;
  /** Whole percent that reaches 100 only when everything is there. */
  readonly formatPercent: (part: number, whole: number) => string;
  /** A number with so many digits after the point, or the comma, without marks between thousands. */
  readonly formatFixed: (value: number, digits: number) => string;
}

/** The formats of a language. */
export function formatsOf(language: Language): Formats {
  const words = WORDS[language];
  const fixed = [0, 1, 2, 3].map(
    (digits) =>
      new Intl.NumberFormat(LOCALES[language], {
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
        useGrouping: false,
      }),
  );
  const formatFixed = (value: number, digits: number): string => fixed[digits]?.format(value) ?? String(value);

  const formatBytes = (bytes: number): string => {
    const scale = scaleOf(bytes);
    const value = bytes / 1000 ** scale;
    return `${formatFixed(value, scale === 0 || value >= 99.95 ? 0 : 1)} ${UNITS[scale]}`;
  };
  const digitsOfPart = (bytes: number, whole: number): { readonly digits: string; readonly unit: string } => {
    const scale = scaleOf(whole);
    return { digits: formatFixed(bytes / 1000 ** scale, DIGITS_OF_PART[scale] ?? 0), unit: UNITS[scale] ?? '' };
  };

  return {
    formatBytes,
    formatFixed,
    formatPart: (part, whole) => {
      const { digits, unit } = digitsOfPart(whole, whole);
      return `${digitsOfPart(part, whole).digits} ${words.of} ${digits} ${unit}`;
    },
    formatPlace: (place, whole) => {
      const { digits, unit } = digitsOfPart(place, whole);
      return `${digits} ${unit}`;
    },
    formatRate: (bytesPerSecond) => `${formatBytes(bytesPerSecond)}/s`,
    formatDuration: (ms) => {
      const seconds = Math.round(ms / 1000);
      if (seconds < 1) return words.underOneSecond;
      if (seconds < 60) return `${seconds} s`;
      const minutes = Math.round(seconds / 60);
      if (minutes < 60) return `${minutes} min`;
      const hours = Math.floor(minutes / 60);
      if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
      return words.days(Math.round(hours / 24));
    },
    formatPercent: (part, whole) => {
      if (whole === 0) return '100 %';
      return `${part >= whole ? 100 : Math.min(99, Math.floor((part * 100) / whole))} %`;
    },
  };
}

/** The formats of English, which the command line speaks too. */
export const { formatBytes, formatPart, formatPlace, formatRate, formatDuration, formatPercent } = formatsOf('en');

/** `sha256:9f2c…e41b`: enough to recognise, never to compare by. */
export function shortDigest(digest: string): string {
  const colon = digest.indexOf(':');
  return `${digest.slice(0, colon + 5)}…${digest.slice(-4)}`;
}
