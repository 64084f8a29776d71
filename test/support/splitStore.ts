/**
 * Takes an upload into STORE to its END (`finish` or `cancel`), a part of which lies on another disk. What that refuses
 * is done again without the disk. Tells what came of it in one line of JSON. Runs as a process of its own, which has
 * that disk at MOUNTED.
 *
 *     splitStore.ts STORE MOUNTED END
 */
import { spawnSync } from 'node:child_process';
import type { LayerWriter } from '../../electron/engine/layers/layerWriter.ts';
import { toErrorInfo } from '../../shared/errors.ts';
import { digestOf, layerStore, newRecord, tree } from './layers.ts';
import { seededBytes } from './seededBytes.ts';

/** What one try came to. */
export interface SplitEnd {
  /** What was refused first. */
  readonly step: 'begin' | 'finish' | 'cancel' | 'nothing';
  readonly code: string;
  /** Files in the store after that. */
  readonly left: readonly string[];
  /** Bytes of the upload that the second try found; 0 when it had to begin one. */
  readonly offset: number;
  /** Bytes that it hashed again. */
  readonly rehashed: number;
}

const [root = '', mounted = '', end = ''] = process.argv.slice(2);
const { store } = await layerStore(root);
const bytes = seededBytes(1, 100_000);
const digest = digestOf(bytes);

const begin = (): Promise<LayerWriter> => store.create(newRecord({ expected: digest }));
const act = (writer: LayerWriter): Promise<unknown> => (end === 'cancel' ? writer.cancel() : writer.finish(digest));

/** What `attempt` is refused with; null when it is not. */
async function refusal(attempt: Promise<unknown>): Promise<string | null> {
  return await attempt.then(
    () => null,
    (error: unknown) => toErrorInfo(error).code,
  );
}

async function leftWithoutTheDisk(): Promise<readonly string[]> {
  const left = await tree(root);
  const { status, stderr } = spawnSync('umount', ['--lazy', mounted], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`not unmounted: ${stderr}`);
  return left;
}

async function run(): Promise<SplitEnd> {
  const first = await begin().catch((error: unknown) => toErrorInfo(error).code);
  if (typeof first === 'string') {
    const left = await leftWithoutTheDisk();
    const writer = await begin();
    await writer.write(bytes);
    await act(writer);
    return { step: 'begin', code: first, left, offset: 0, rehashed: 0 };
  }
  await first.write(bytes);
  const code = await refusal(act(first));
  await first.close();
  const left = await leftWithoutTheDisk();
  if (code === null) return { step: 'nothing', code: '', left, offset: 0, rehashed: 0 };
  const again = await store.resume(first.upload, { expected: digest });
  const { offset } = again;
  const { rehashed } = again.recovery;
  await act(again);
  return { step: end === 'cancel' ? 'cancel' : 'finish', code, left, offset, rehashed };
}

process.stdout.write(`${JSON.stringify(await run())}\n`);
