import FolderX from 'lucide-react/icons/folder-x';
import type { ErrorCode } from '../../shared/errors.ts';
import { useAppContext, useMirror } from '../state/context.ts';
import { en } from '../strings/en.ts';
import { Button } from '../ui/Button.tsx';
import { LayersMark } from '../ui/LayersMark.tsx';
import { Untrusted } from '../ui/Untrusted.tsx';

/** Reasons after which a store can be made where none is. */
const CREATABLE: readonly ErrorCode[] = ['STORE_MISSING', 'STORE_NOT_A_STORE'];

/** Reasons behind which there is a store with whatever it holds. */
const KEPT: readonly ErrorCode[] = ['STORE_MISSING', 'STORE_READ_ONLY', 'STORE_LOCKED'];

/** Why no store is open, and every way on from there. */
export function StoreProblem() {
  const { commands } = useAppContext();
  const store = useMirror((mirror) => mirror.store, null);
  const empty = useMirror((mirror) => mirror.order.length === 0, true);
  if (store === null || store.state.kind !== 'closed') return null;
  const words = en.shell.storeProblem;
  const { error } = store.state;
  const first = store.root === '';
  const said = first ? { title: words.firstTitle, remedy: words.firstText } : en.explain(error);
  return (
    <div className={empty ? 'problem whole' : 'problem'}>
      <section className="problem-card" aria-label={said.title}>
        {first ? <LayersMark /> : <FolderX className="problem-icon" aria-hidden="true" />}
        <h1>{said.title}</h1>
        {!first && !said.remedy.includes(store.root) && (
          <p className="mono problem-path">
            <Untrusted text={store.root} />
          </p>
        )}
        <p>{said.remedy}</p>
        {!first && KEPT.includes(error.code) && <p className="problem-kept">{words.kept}</p>}
        {!first && error.code === 'STORE_MISSING' && <p className="problem-kept">{en.stores.waits}</p>}
        <div className="problem-actions">
          <Button variant={first ? 'primary' : 'plain'} onClick={() => commands.chooseStore()}>
            {first ? words.firstChoose : words.choose}
          </Button>
          {first && <Button onClick={() => void commands.openSuggestedStore()}>{en.stores.firstSuggested}</Button>}
          {!first && CREATABLE.includes(error.code) && (
            <Button onClick={() => void commands.openStore(true)}>{words.create}</Button>
          )}
          {!first && (
            <Button variant="primary" onClick={() => void commands.openStore(false)}>
              {words.retry}
            </Button>
          )}
        </div>
      </section>
    </div>
  );
}
