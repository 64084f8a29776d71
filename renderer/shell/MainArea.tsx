import type { ReactNode } from 'react';
import { HistoryView } from '../history/HistoryView.tsx';
import { LogPage } from '../log/LogPage.tsx';
import { RepositoryPage } from '../repositories/RepositoryPage.tsx';
import { SettingsPage } from '../settings/SettingsPage.tsx';
import { useApp, useMirror } from '../state/context.ts';
import { StoreAway } from '../stores/StoreAway.tsx';
import { en } from '../strings/en.ts';
import { UploadList } from '../uploads/UploadList.tsx';
import { CrashBanner } from './CrashBanner.tsx';
import { EmptyState } from './EmptyState.tsx';
import { StoreProblem } from './StoreProblem.tsx';

/** The page that is open, with whatever has to be said above it. */
export function MainArea() {
  const kind = useApp((state) => state.page.kind);
  if (kind === 'settings') return <Page label={en.shell.settings.title} content={<SettingsPage />} />;
  if (kind === 'log') return <Page label={en.shell.log.title} content={<LogPage />} />;
  return <StorePage />;
}

/** A page that has nothing to do with the store, and a heading of its own. */
function Page({ label, content }: { label: string; content: ReactNode }) {
  return (
    <main className="list" aria-label={label}>
      {content}
    </main>
  );
}

/** Uploads that are, or were, in the store. */
function StorePage() {
  const page = useApp((state) => state.page);
  const history = page.kind === 'history';
  const repository = page.kind === 'repository' ? page : null;
  const empty = useMirror((mirror) => mirror.order.length === 0, true);
  const closed = useMirror((mirror) => mirror.store.state.kind === 'closed', false);
  const opening = useMirror((mirror) => mirror.store.state.kind === 'opening', false);
  // These say in a heading of their own what the area is.
  const own = closed || repository !== null || (!history && empty && !opening);
  return (
    <main className="list" aria-label={repository?.name ?? (history ? en.shell.history.label : en.uploads.list)}>
      {!own && <h1 className="visually-hidden">{history ? en.shell.history.label : en.uploads.list}</h1>}
      {closed && <StoreProblem />}
      {!closed && <StoreAway />}
      {!closed && <CrashBanner />}
      {history && <HistoryView />}
      {repository !== null && !closed && <RepositoryPage name={repository.name} tab={repository.tab} />}
      {page.kind === 'uploads' && !empty && <UploadList />}
      {page.kind === 'uploads' && empty && opening && <p className="nothing">{en.shell.opening}</p>}
      {page.kind === 'uploads' && empty && !opening && !closed && <EmptyState />}
    </main>
  );
}
