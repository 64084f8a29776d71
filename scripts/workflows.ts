/**
 * Reads the workflows as GitHub does, with its own parser, and says what is wrong in them: their form, names and
 * expressions, and npm scripts that there are not. Part of `npm run check`. Arguments are files; all workflows without.
 */
import fs from 'node:fs';
import path from 'node:path';
import { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';
import { inProject } from './lib/project.ts';

const FOLDER = inProject('.github/workflows');
const { scripts } = JSON.parse(fs.readFileSync(inProject('package.json'), 'utf8')) as {
  scripts: Readonly<Record<string, string>>;
};

const asked = process.argv.slice(2);
const files = asked.length > 0 ? asked : fs.readdirSync(FOLDER).map((name) => path.join(FOLDER, name));
for (const file of files) {
  for (const wrong of await faults(file)) {
    process.stderr.write(`${file}: ${wrong}\n`);
    process.exitCode = 1;
  }
}

async function faults(file: string): Promise<readonly string[]> {
  const { context, value } = parseWorkflow(
    { name: file, content: fs.readFileSync(file, 'utf8') },
    new NoOperationTraceWriter(),
  );
  const errors = () => context.errors.getErrors().map((error) => error.message);
  // What is not of a workflow's form has no jobs.
  if (value === undefined || errors().length > 0) return errors();
  const { jobs } = await convertWorkflowTemplate(context, value);
  const steps = jobs.flatMap((job) => (job.type === 'job' ? job.steps : []));
  const commands = steps.flatMap((step) => ('run' in step ? step.run.toDisplayString().split(/&&|\n/) : []));
  const ran = commands.flatMap((command) => /^\s*npm (?:run )?([\w:]+)/.exec(command)?.[1] ?? []);
  const unknown = ran.filter((script) => script !== 'ci' && scripts[script] === undefined);
  return [...errors(), ...unknown.map((script) => `there is no npm script "${script}"`)];
}
