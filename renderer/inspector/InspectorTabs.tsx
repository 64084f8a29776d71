import { type KeyboardEvent, useState } from 'react';
import type { LiveUpload } from '../state/context.ts';
import { en } from '../strings/en.ts';
import { FolderTab } from './FolderTab.tsx';
import { StateTab } from './StateTab.tsx';
import { useDetails } from './useDetails.ts';

const TABS = ['state', 'folder'] as const;
type Tab = (typeof TABS)[number];

const words = en.inspector.tabs;

/** The tab that was open last: choosing another upload does not change it. */
let lastTab: Tab = 'state';

/** The two sides of an upload: what it has reached, and what lies on disk of it. */
export function InspectorTabs({ live }: { live: LiveUpload }) {
  const { upload } = live;
  const [tab, setTab] = useState<Tab>(lastTab);
  const found = useDetails(upload.id, upload.status);
  const choose = (next: Tab) => {
    lastTab = next;
    setTab(next);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const next = step === undefined ? undefined : TABS[(TABS.indexOf(tab) + step + TABS.length) % TABS.length];
    if (next === undefined) return;
    event.preventDefault();
    choose(next);
    event.currentTarget.querySelector<HTMLElement>(`#tab-${next}`)?.focus();
  };
  return (
    <>
      <div role="tablist" aria-label={en.inspector.title} className="tabs" onKeyDown={onKeyDown} tabIndex={-1}>
        {TABS.map((one) => (
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
        {tab === 'state' ? <StateTab live={live} found={found} /> : <FolderTab live={live} found={found} />}
      </div>
    </>
  );
}
