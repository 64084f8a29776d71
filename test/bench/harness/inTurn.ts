/**
 * Lets contestants run in turn (A B C, A B C, …), so that what changes on a shared machine changes for all of them.
 * One round comes before the ones that count: it fills caches and lets code be compiled.
 * @returns the results of each, one a round.
 */
export async function inTurn<Name extends string, Result>(
  contestants: Readonly<Record<Name, () => Promise<Result>>>,
  rounds: number,
): Promise<Readonly<Record<Name, readonly Result[]>>> {
  const names = Object.keys(contestants) as Name[];
  const results = Object.fromEntries(names.map((name) => [name, [] as Result[]])) as Record<Name, Result[]>;
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of names) {
      const result = await contestants[name]();
      if (round > 0) results[name].push(result);
    }
    process.stderr.write(round === 0 ? '  warm-up done\n' : `  round ${round} of ${rounds} done\n`);
  }
  return results;
}

/** Runs one measurement again and again, as `inTurn`. */
export async function repeat<Result>(measure: () => Promise<Result>, rounds: number): Promise<readonly Result[]> {
  return (await inTurn({ measure }, rounds)).measure;
}
