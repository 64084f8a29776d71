/** Opens the store `ROOT` as a fresh process does, and says how many uploads it found and how many ms that took. */
import { openManager } from '../../support/managers.ts';

const [root = ''] = process.argv.slice(2);
const startedAt = performance.now();
const manager = await openManager(root);
process.stdout.write(`${manager.list().length} ${performance.now() - startedAt}\n`);
await manager.close();
