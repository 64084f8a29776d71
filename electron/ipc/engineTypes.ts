import type { findDigestBeside } from '../engine/uploads/checksumFiles.ts';
import type { inspectSource } from '../engine/uploads/source.ts';
import type { UploadManager } from '../engine/uploads/uploadManager.ts';

/** The engine's upload manager as the shell uses it: its public side only. */
export type Manager = Pick<UploadManager, keyof UploadManager>;

/** What the shell needs of the engine, handed in so that the shell's own logic can be tried without a store. */
export interface Engine {
  readonly openManager: (...options: Parameters<typeof UploadManager.open>) => Promise<Manager>;
  readonly inspectSource: typeof inspectSource;
  readonly findDigestBeside: typeof findDigestBeside;
}
