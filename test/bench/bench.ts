/**
 * Measures the engine and the app, beside others that do the same job.
 *
 *   npm run bench [-- --quick] [--only ID,…] [--json [FILE]] [--chart FILE]
 *
 * Scenarios work in the system's folder for temporary files (TMPDIR): it has to lie on the disk that is meant. With
 * `--json` and no file, JSON is the last thing on standard output. The exit code is 0 when everything was measured,
 * whether or not goals are met; 1 when a scenario failed; 2 for arguments that make no sense.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runDriven } from '../../scripts/lib/drivenScript.ts';
import { inProject } from '../../scripts/lib/project.ts';
import { run } from '../../scripts/lib/run.ts';
import { toChart } from './harness/chart.ts';
import { describeMachine, describeVersions } from './harness/machine.ts';
import { readOptions } from './harness/options.ts';
import { type Condition, type Report, type Result, toResult, toTable } from './harness/report.ts';
import type { Plan, Runs, Scenario } from './harness/scenario.ts';
import { SCENARIOS } from './scenarios/all.ts';

const ROUNDS = { full: 5, quick: 3 } as const;
const SCRIPT = 'test/bench/harness/runScenario.ts';

process.exitCode = await main();

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options === null) return 2;
  if (process.platform !== 'linux') {
    process.stderr.write('The benchmark reads /proc and runs the tools of Linux: it works there only.\n');
    return 2;
  }
  const { quick, wanted, json, chart } = options;
  const startedAt = new Date().toISOString();
  const conditions: Condition[] = [];
  const results: Result[] = [];
  for (const scenario of SCENARIOS) {
    const metrics = scenario.metrics.filter(({ id }) => wanted(id));
    if (metrics.length === 0) continue;
    const { runs, condition } = await measure(scenario, quick);
    conditions.push(condition);
    results.push(...metrics.map((metric) => toResult(metric, runs[metric.id] ?? [])));
  }
  const versions = await describeVersions();
  const report: Report = { machine: describeMachine(os.tmpdir()), versions, startedAt, quick, conditions, results };
  const table = `${toTable(results)}\n`;
  if (json === 'stdout') {
    process.stderr.write(table);
    process.stdout.write(`${JSON.stringify(report)}\n`);
  } else {
    process.stdout.write(table);
    if (json !== null) fs.writeFileSync(json.file, `${JSON.stringify(report, null, 2)}\n`);
  }
  if (chart !== null) fs.writeFileSync(chart, toChart(report));
  return conditions.every(({ ok }) => ok) ? 0 : 1;
}

async function measure(
  scenario: Scenario,
  quick: boolean,
): Promise<{ readonly runs: Runs; readonly condition: Condition }> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'layerlift-bench-'));
  try {
    const plan: Plan = { quick, rounds: quick ? ROUNDS.quick : ROUNDS.full, folder: path.join(folder, 'work') };
    fs.mkdirSync(plan.folder);
    const resultFile = path.join(folder, 'runs.json');
    const args = [scenario.name, JSON.stringify(plan), resultFile];
    const before = { load: load(), at: performance.now() };
    process.stderr.write(`${scenario.name} (load ${before.load})\n`);
    const code = scenario.drivesApp
      ? await runDriven(SCRIPT, args)
      : await run([process.execPath, '--import', 'tsx', inProject(SCRIPT), ...args]);
    const condition = {
      scenario: scenario.name,
      seconds: Math.round((performance.now() - before.at) / 1000),
      loadBefore: before.load,
      loadAfter: load(),
      ok: code === 0,
    };
    const runs = code === 0 ? (JSON.parse(fs.readFileSync(resultFile, 'utf8')) as Runs) : {};
    return { runs, condition };
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** The load average over one minute. */
function load(): number {
  return Number((os.loadavg()[0] ?? 0).toFixed(2));
}
