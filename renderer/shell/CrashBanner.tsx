import ShieldCheck from 'lucide-react/icons/shield-check';
import X from 'lucide-react/icons/x';
import { useApp, useAppContext, useMirror } from '../state/context.ts';
import { interruptedOf } from '../state/selectors.ts';
import { en } from '../strings/en.ts';
import { Button } from '../ui/Button.tsx';
import { IconButton } from '../ui/IconButton.tsx';

const NOTHING: ReturnType<typeof interruptedOf> = { ids: [], gap: 0 };

/** After a crash: what happened, that nothing is lost, and what going on will cost, before one clicks. */
export function CrashBanner() {
  const { store, commands } = useAppContext();
  const known = useApp((state) => state.interrupted);
  const { ids, gap } = useMirror((mirror) => interruptedOf(mirror.uploads, known), NOTHING);
  const words = en.shell.crash;
  if (ids.length === 0) return null;
  return (
    <section className="banner" aria-label={words.title(ids.length)}>
      <ShieldCheck className="icon" aria-hidden="true" />
      <div>
        <b>{words.title(ids.length)}</b>
        <p>{words.text(ids.length, gap)}</p>
      </div>
      <Button onClick={() => void commands.batch('uploads:resume', ids)}>{words.resume(ids.length)}</Button>
      <IconButton icon={X} label={words.dismiss} onClick={() => store.setState({ interrupted: [] })} />
    </section>
  );
}
