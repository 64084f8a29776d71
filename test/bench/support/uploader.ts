/**
 * A process to be killed: opens the store `ROOT`, goes on with its upload or begins one of `FILE`, and says as lines
 * `rehashed N` once it goes on, `offset N MS` as it goes, `finished DIGEST MS` at its end; ms count from the moment in
 * which it began to open the store.
 */
import { openManager } from '../../support/managers.ts';
import { add, reaches } from './managing.ts';

const [root = '', file = ''] = process.argv.slice(2);
const say = (...words: readonly (string | number)[]): void => void process.stdout.write(`${words.join(' ')}\n`);

const startedAt = performance.now();
const elapsed = (): number => Math.round(performance.now() - startedAt);
const manager = await openManager(root, { resumeBySelf: true });
const id = manager.list()[0]?.id ?? (await add(manager, file, true));
let told = false;
manager.subscribe(() => {
  const upload = manager.list().find((one) => one.id === id);
  if (upload === undefined) return;
  if (!told && upload.rehashed !== null) {
    told = true;
    say('rehashed', upload.rehashed);
  }
  say('offset', upload.offset, elapsed());
});
const { digest } = await reaches(manager, id, 'finished');
say('finished', digest, elapsed());
await manager.close();
