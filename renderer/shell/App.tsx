import { DropZone } from '../add/DropZone.tsx';
import { IntakeProgress } from '../add/IntakeProgress.tsx';
import { Inspector } from '../inspector/Inspector.tsx';
import { useApp } from '../state/context.ts';
import { inspects } from '../state/selectors.ts';
import { useStoreWanted } from '../stores/useStoreWanted.ts';
import { en } from '../strings/en.ts';
import { Button } from '../ui/Button.tsx';
import { Announcer } from './Announcer.tsx';
import { Dialogs } from './Dialogs.tsx';
import { MainArea } from './MainArea.tsx';
import { Notices } from './Notices.tsx';
import { SideNav } from './SideNav.tsx';
import { StatusBar } from './StatusBar.tsx';
import { TopBar } from './TopBar.tsx';
import { useGlobalKeys } from './useGlobalKeys.ts';
import { useLanguage } from './useLanguage.ts';
import { useMenu } from './useMenu.ts';
import { useOffered } from './useOffered.ts';
import { useShowAbout } from './useShowAbout.ts';
import { useShown } from './useShown.ts';
import { useTheme } from './useTheme.ts';

/** The window in the language of the moment. */
export function App() {
  useTheme();
  useGlobalKeys();
  useMenu();
  useOffered();
  useStoreWanted();
  useShowAbout();
  useShown();
  return <Window key={useLanguage()} />;
}

/** Bar, side, list, foot, and the inspector beside or below the list. */
function Window() {
  const ready = useApp((state) => state.mirror !== null);
  const failure = useApp((state) => state.failure);
  const inspector = useApp((state) => state.inspector && inspects(state.page));
  if (!ready) {
    return (
      <main className="app-wait">
        {failure === null ? (
          <p>{en.shell.opening}</p>
        ) : (
          <>
            <h1>{en.shell.noAnswer}</h1>
            <p>{en.explain(failure).remedy}</p>
            <Button onClick={() => window.location.reload()}>{en.shell.reload}</Button>
          </>
        )}
      </main>
    );
  }
  return (
    <div className={inspector ? 'app inspecting' : 'app'}>
      <TopBar />
      <SideNav />
      <MainArea />
      {inspector && <Inspector />}
      <StatusBar />
      <Notices />
      <Dialogs />
      <IntakeProgress />
      <DropZone />
      <Announcer />
    </div>
  );
}
