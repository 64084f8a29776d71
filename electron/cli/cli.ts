#!/usr/bin/env node
import { runHere } from './runHere.ts';

/** Entry of the command line under plain Node. */
process.exitCode = await runHere(process.argv.slice(2));
