import X from 'lucide-react/icons/x';
import { type KeyboardEvent, useCallback, useLayoutEffect } from 'react';
import type { UploadId } from '../../shared/names.ts';
import { useApp, useAppContext, useUpload } from '../state/context.ts';
import { en } from '../strings/en.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { Untrusted } from '../ui/Untrusted.tsx';
import { visibleText } from '../ui/visibleText.ts';
import { describe } from '../uploads/describe.ts';
import { InspectorTabs } from './InspectorTabs.tsx';

const words = en.inspector;

/** The panel's element, for the button that opens it. */
export const INSPECTOR_ID = 'inspector';

function rowOf(id: UploadId | null): HTMLElement | null {
  return id === null ? null : document.querySelector(`[data-key="${id}"]`);
}

/** The button that opens and closes the panel. */
export const INSPECTOR_BUTTON_ID = 'inspector-button';

/** Gives the focus back to the row that is inspected, or, where the list does not show it, to the panel's button. */
function focusRow(id: UploadId | null): void {
  (rowOf(id) ?? document.getElementById(INSPECTOR_BUTTON_ID))?.focus();
}

/** What the current upload really consists of, beside the list. It follows the list; Escape closes it. */
export function Inspector() {
  const { store } = useAppContext();
  const current = useApp((state) => state.current);
  const live = useApp((state) => (current === null ? undefined : state.mirror?.uploads.get(current)));
  const close = useCallback(() => {
    store.setState({ inspector: false });
    focusRow(store.getState().current);
  }, [store]);
  // The panel takes room from the list: the row that it is about stays in sight.
  useLayoutEffect(() => rowOf(store.getState().current)?.scrollIntoView({ block: 'nearest' }), [store]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    close();
  };
  const name = live === undefined ? null : visibleText(live.name);
  return (
    <aside
      id={INSPECTOR_ID}
      className="inspector"
      aria-label={name === null ? words.title : words.of(name)}
      onKeyDown={onKeyDown}
    >
      <IconButton icon={X} label={words.close} shortcut="Esc" className="inspector-close" onClick={close} />
      {current === null || live === undefined ? (
        <p className="inspector-nothing">{words.nothing}</p>
      ) : (
        <Inspected key={current} id={current} />
      )}
    </aside>
  );
}

function Inspected({ id }: { id: UploadId }) {
  const live = useUpload(id);
  if (live === null) return null;
  const { upload } = live;
  const { state, tone } = describe(live);
  return (
    <>
      <header className="inspector-head">
        <h2>
          <Untrusted text={upload.name} />
        </h2>
        <p className="inspector-sub">
          <span className={`state ${tone}`}>{state}</span>
          <Untrusted text={upload.repository} />
        </p>
      </header>
      <InspectorTabs live={live} />
    </>
  );
}
