/**
 * Looks at the store at ROOT and prints what that said as JSON. A process of its own, which may have disks of its own.
 *
 *     probeStoreHere.ts ROOT
 */
import { probeStore } from '../../electron/engine/uploads/probeStore.ts';

process.stdout.write(`${JSON.stringify(await probeStore(process.argv[2] ?? ''))}\n`);
