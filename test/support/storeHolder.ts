/**
 * Opens the store ROOT as an app does, says `held` (or the code of the refusal) and keeps it until the process is ended
 * from outside.
 */
import { openStore } from '../../electron/engine/uploads/openStore.ts';
import { toErrorInfo } from '../../shared/errors.ts';

const [root = ''] = process.argv.slice(2);
const answer = await openStore(root, true).then(
  () => 'held',
  (error: unknown) => toErrorInfo(error).code,
);
process.stdout.write(`${answer}\n`);
// Something that is waited for keeps the process alive.
setInterval(() => undefined, 60_000);
