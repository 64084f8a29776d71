import path from 'node:path';
import { SCENARIOS } from '../scenarios/all.ts';

const USAGE = 'npm run bench -- [--quick] [--only ID,…] [--json [FILE]] [--chart FILE]';

export interface Options {
  readonly quick: boolean;
  /** Whether a metric was asked for. */
  readonly wanted: (id: string) => boolean;
  /** Where the report goes besides the table. */
  readonly json: null | 'stdout' | { readonly file: string };
  /** Where a chart of the speeds goes, as SVG. */
  readonly chart: string | null;
}

/** Reads the arguments; says what is wrong with them and returns null otherwise. */
export function readOptions(args: readonly string[]): Options | null {
  let quick = false;
  let only: readonly string[] | null = null;
  let json: Options['json'] = null;
  let chart: string | null = null;
  for (let index = 0; index < args.length; index += 1) {
    const next = args[index + 1];
    const value = next === undefined || next.startsWith('-') ? null : next;
    switch (args[index]) {
      case '--quick':
        quick = true;
        continue;
      case '--only':
        if (value === null) return refuse('--only needs ids');
        only = value.split(',');
        index += 1;
        continue;
      // Its value may be left out, which node:util's parseArgs does not know.
      case '--json':
        json = value === null ? 'stdout' : { file: typed(value) };
        if (value !== null) index += 1;
        continue;
      case '--chart':
        if (value === null) return refuse('--chart needs a file');
        chart = typed(value);
        index += 1;
        continue;
      default:
        return refuse(`${args[index]} is not known`);
    }
  }
  const ids = SCENARIOS.flatMap(({ metrics }) => metrics.map(({ id }) => id));
  const unknown = only?.find((id) => !ids.includes(id));
  if (unknown !== undefined) return refuse(`there is no ${unknown}; there are ${ids.join(', ')}`);
  return { quick, wanted: (id) => only === null || only.includes(id), json, chart };
}

/** npm changes to the clone's folder; what a person typed is relative to where they were. */
const typed = (file: string): string => path.resolve(process.env['INIT_CWD'] ?? '.', file);

function refuse(problem: string): null {
  process.stderr.write(`${problem}\nUsage: ${USAGE}\n`);
  return null;
}
