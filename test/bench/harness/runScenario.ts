/** Runs one scenario in this process: `runScenario.ts NAME PLAN RESULT-FILE`. Says how far it is on standard error. */
import fs from 'node:fs';
import { SCENARIOS } from '../scenarios/all.ts';
import type { Plan } from './scenario.ts';

const [name, plan = '', resultFile = ''] = process.argv.slice(2);
const scenario = SCENARIOS.find((one) => one.name === name);
if (scenario === undefined) throw new Error(`no scenario ${name}`);
fs.writeFileSync(resultFile, JSON.stringify(await scenario.run(JSON.parse(plan) as Plan)));
