/** Takes the pictures of the documentation from the real app with real uploads: npm run screenshots */
import { runDriven } from './lib/drivenScript.ts';

process.exitCode = await runDriven('scripts/screenshots/take.ts', []);
