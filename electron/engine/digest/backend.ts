import type { DigesterFactory } from './digester.ts';
import { selfTest } from './selfTest.ts';
import { createWasmDigesterFactory } from './wasmDigester.ts';

let loaded: Promise<DigesterFactory> | null = null;

/** The back end of this thread, tested once before anything relies on it. */
export function loadDigesterFactory(): Promise<DigesterFactory> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<DigesterFactory> {
  const factory = await createWasmDigesterFactory();
  await selfTest(factory);
  return factory;
}
