/**
 * Builds the app and runs the end-to-end tests.
 *
 *   npm run test:e2e [-- PLAYWRIGHT ARGUMENTS]    for instance: -- --grep resume
 */
import { build } from './lib/build.ts';
import { runEndToEndTests } from './lib/e2e.ts';

process.exitCode = (await build()) || (await runEndToEndTests(process.argv.slice(2)));
