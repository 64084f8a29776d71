import type { DiskImage } from './diskImage.ts';
import type { Random } from './random.ts';
import type { Fate, Unsynced } from './unsynced.ts';

/** How many of the combinations are looked at where there are too many to look at all. */
export interface Breadth {
  /** Up to so many combinations of one moment are all built. */
  readonly all: number;
  /** Otherwise so many random ones are added to the chosen ones. */
  readonly random: number;
}

/**
 * What a disk may hold after power is lost at the moment that `unsynced` stands at: every combination of fates when
 * they are few; otherwise none, all, each omitted alone, each alone with each of its fates, each fate with all others
 * done, and random ones.
 */
export function* crashStates(unsynced: Unsynced, breadth: Breadth, random: Random): Generator<DiskImage> {
  const fates = unsynced.fates();
  for (const choice of choices(fates, breadth, random)) yield unsynced.after(choice);
}

function choices(fates: readonly (readonly Fate[])[], breadth: Breadth, random: Random): Iterable<readonly Fate[]> {
  const combinations = fates.reduce((product, options) => product * options.length, 1);
  return combinations <= breadth.all ? allOf(fates) : someOf(fates, breadth, random);
}

function allOf(fates: readonly (readonly Fate[])[]): readonly (readonly Fate[])[] {
  return fates.reduce<readonly (readonly Fate[])[]>(
    (choices, options) => choices.flatMap((choice) => options.map((fate) => [...choice, fate])),
    [[]],
  );
}

function* someOf(fates: readonly (readonly Fate[])[], breadth: Breadth, random: Random): Generator<readonly Fate[]> {
  const least = fates.map((options) => options[0] ?? 'absent');
  const most = fates.map((options) => options.at(-1) ?? 'whole');
  yield least;
  yield most;
  for (const [index, options] of fates.entries()) {
    for (const fate of options) {
      yield least.with(index, fate);
      yield most.with(index, fate);
    }
  }
  // A prefix of the operations in their order is what an orderly file system shows.
  for (let count = 1; count < fates.length; count += 1) yield [...most.slice(0, count), ...least.slice(count)];
  for (let count = 0; count < breadth.random; count += 1) {
    yield fates.map((options) => options[random.below(options.length)] ?? 'absent');
  }
}
