import RotateCw from 'lucide-react/icons/rotate-cw';
import type { KeyboardEvent } from 'react';
import type { RepositoryName } from '../../shared/names.ts';
import { dropTarget } from '../add/useFileDrop.ts';
import { REPOSITORY_TABS, type RepositoryTab } from '../state/appState.ts';
import { useAppContext, useMirror } from '../state/context.ts';
import { repositoriesOf } from '../state/selectors.ts';
import { en } from '../strings/en.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { Untrusted } from '../ui/Untrusted.tsx';
import { UploadList } from '../uploads/UploadList.tsx';
import { LayerList } from './LayerList.tsx';
import { RepositoryNotes } from './RepositoryNotes.tsx';
import { useLayers } from './useLayers.ts';

/** One repository: the layers that it holds, or the uploads that go into it. Files that are dropped on it go there. */
export function RepositoryPage({ name, tab }: { name: string; tab: RepositoryTab }) {
  const { store, commands } = useAppContext();
  const view = useMirror((mirror) => mirror.repositories.get(name as RepositoryName), undefined);
  const uploads = useMirror(
    (mirror) => repositoriesOf(mirror.uploads).find(([repository]) => repository === name)?.[1] ?? 0,
    0,
  );
  const words = en.repositories;
  const counts: { readonly [one in RepositoryTab]: number } = { layers: view?.layers ?? 0, uploads };
  const choose = (next: RepositoryTab) => store.setState({ page: { kind: 'repository', name, tab: next } });
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    const next = REPOSITORY_TABS.find((one) => one !== tab) ?? tab;
    choose(next);
    event.currentTarget.querySelector<HTMLElement>(`#repository-${next}`)?.focus();
  };
  return (
    <div className="repository-page" {...dropTarget(name)}>
      <header className="repository-head">
        <h1>
          <Untrusted text={name} />
        </h1>
        {view !== undefined && <p className="note">{words.summary(view.bytes, view.tags)}</p>}
        <div role="tablist" aria-label={words.tabs.label} className="tabs" onKeyDown={onKeyDown} tabIndex={-1}>
          {REPOSITORY_TABS.map((one) => (
            <button
              key={one}
              type="button"
              role="tab"
              id={`repository-${one}`}
              aria-selected={one === tab}
              aria-controls="repository-tab"
              tabIndex={one === tab ? 0 : -1}
              onClick={() => choose(one)}
            >
              {words.tabs[one](counts[one])}
            </button>
          ))}
        </div>
        <IconButton icon={RotateCw} label={words.readAgain} onClick={() => void commands.refreshRepository(null)} />
      </header>
      <div role="tabpanel" id="repository-tab" aria-labelledby={`repository-${tab}`} className="repository-body">
        {tab === 'layers' ? <LayersTab name={name} /> : <UploadList />}
      </div>
    </div>
  );
}

function LayersTab({ name }: { name: string }) {
  const layers = useLayers(name);
  const problems = useMirror((mirror) => mirror.repositories.get(name as RepositoryName)?.problems ?? 0, 0);
  if (layers === null) return <p className="nothing">{en.repositories.reading}</p>;
  return (
    <>
      <RepositoryNotes layers={layers} problems={problems} />
      <LayerList layers={layers} />
    </>
  );
}
