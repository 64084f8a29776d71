import { build, isBuildable, isBuilt } from '../../scripts/lib/build.ts';

/**
 * Vitest's global setup: tests start real worker threads from `out/main/`, so the bundles are brought up to date once
 * before any test. Does nothing as long as the app has not all its parts.
 */
export default async function buildOnce(): Promise<void> {
  if (!isBuildable() || isBuilt()) return;
  const exitCode = await build();
  if (exitCode !== 0) throw new Error(`The build that tests need ended with ${exitCode}.`);
}
