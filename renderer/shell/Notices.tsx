import X from 'lucide-react/icons/x';
import { useApp, useAppContext } from '../state/context.ts';
import { en } from '../strings/en.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { visibleText } from '../ui/visibleText.ts';

/** Things to say once, in the corner, until they are dismissed. */
export function Notices() {
  const { store } = useAppContext();
  const notices = useApp((state) => state.notices);
  const words = en.shell.notices;
  const dismiss = (key: number) =>
    store.setState((state) => ({ notices: state.notices.filter((notice) => notice.key !== key) }));
  return (
    <section className="notices" aria-label={words.label} aria-live="polite">
      {notices.map((notice) => (
        <div key={notice.key} className="notice">
          <div>
            <b>{visibleText(notice.title)}</b>
            {notice.text !== '' && <p>{visibleText(notice.text)}</p>}
          </div>
          <IconButton icon={X} label={words.dismiss} onClick={() => dismiss(notice.key)} />
        </div>
      ))}
    </section>
  );
}
