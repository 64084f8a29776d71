import type { KeyboardEvent } from 'react';
import { ContentsTab } from '../contents/ContentsTab.tsx';
import { INSPECTOR_TABS, type InspectorTab } from '../state/appState.ts';
import { type LiveUpload, useApp, useAppContext } from '../state/context.ts';
import { StoryTab } from '../story/StoryTab.tsx';
import { en } from '../strings/en.ts';
import { FolderTab } from './FolderTab.tsx';
import { StateTab } from './StateTab.tsx';
import { useDetails } from './useDetails.ts';

const words = en.inspector.tabs;

/** The sides of an upload: what it has reached, what lies on disk of it, what happened to it, what is in it. */
export function InspectorTabs({ live }: { live: LiveUpload }) {
  const { upload } = live;
  const { store } = useAppContext();
  const tab = useApp((state) => state.inspectorTab);
  const found = useDetails(upload.id, upload.status);
  const choose = (next: InspectorTab) => store.setState({ inspectorTab: next });
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const next =
      step === undefined
        ? undefined
        : INSPECTOR_TABS[(INSPECTOR_TABS.indexOf(tab) + step + INSPECTOR_TABS.length) % INSPECTOR_TABS.length];
    if (next === undefined) return;
    event.preventDefault();
    choose(next);
    event.currentTarget.querySelector<HTMLElement>(`#tab-${next}`)?.focus();
  };
  return (
    <>
      <div role="tablist" aria-label={en.inspector.title} className="tabs" onKeyDown={onKeyDown} tabIndex={-1}>
        {INSPECTOR_TABS.map((one) => (
          <button
            key={one}
            type="button"
            role="tab"
            id={`tab-${one}`}
            aria-selected={one === tab}
            aria-controls="inspector-tab"
            tabIndex={one === tab ? 0 : -1}
            onClick={() => choose(one)}
          >
            {words[one]}
          </button>
        ))}
      </div>
      <div role="tabpanel" id="inspector-tab" aria-labelledby={`tab-${tab}`} className="inspector-body">
        {tab === 'state' && <StateTab live={live} found={found} />}
        {tab === 'folder' && <FolderTab live={live} found={found} />}
        {tab === 'story' && <StoryTab live={live} />}
        {tab === 'contents' && <ContentsTab live={live} />}
      </div>
    </>
  );
}
