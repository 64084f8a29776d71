/** Takes pictures of the window without main, as `shoot.ts` says. */
import { runDriven } from '../../../scripts/lib/drivenScript.ts';

process.exitCode = await runDriven('test/support/rendererHarness/shoot.ts', process.argv.slice(2));
