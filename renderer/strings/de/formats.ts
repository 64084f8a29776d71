import { formatsOf } from '../../../shared/format.ts';
import { countingOf } from '../plural.ts';

export const { formatBytes, formatPart, formatPlace, formatRate, formatDuration, formatPercent, formatFixed } =
  formatsOf('de');

export const { plural, formatCount, formatClock, formatDay, formatMoment, formatExact, formatWhole } = countingOf('de');
