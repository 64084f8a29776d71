import type { Scenario } from '../harness/scenario.ts';
import { busy } from './busy.ts';
import { checkpoint } from './checkpoint.ts';
import { finish } from './finish.ts';
import { hour } from './hour.ts';
import { inApp } from './inApp.ts';
import { manyAtOnce } from './manyAtOnce.ts';
import { manyRows } from './manyRows.ts';
import { memory } from './memory.ts';
import { realWindow } from './realWindow.ts';
import { recovery } from './recovery.ts';
import { resume } from './resume.ts';
import { smallFiles } from './smallFiles.ts';
import { startup } from './startup.ts';
import { throughput } from './throughput.ts';

/** All of them, in the order in which they run. */
export const SCENARIOS: readonly Scenario[] = [
  throughput,
  finish,
  resume,
  checkpoint,
  smallFiles,
  manyAtOnce,
  recovery,
  inApp,
  busy,
  manyRows,
  hour,
  realWindow,
  memory,
  startup,
];
