/**
 * A process to be killed: opens the store `ROOT`, goes on with its upload or begins one of `FILE`, and says as lines
 * `rehashed N` once it goes on, `offset N` as it goes, `finished DIGEST` at its end.
 */
import { openManager } from '../../support/managers.ts';
import { add, reaches } from './managing.ts';

const [root = '', file = ''] = process.argv.slice(2);
const say = (...words: readonly (string | number)[]): void => void process.stdout.write(`${words.join(' ')}\n`);

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
  say('offset', upload.offset);
});
const { digest } = await reaches(manager, id, 'finished');
say('finished', digest);
await manager.close();
