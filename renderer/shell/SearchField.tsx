import Search from 'lucide-react/icons/search';
import X from 'lucide-react/icons/x';
import { useApp, useAppContext } from '../state/context.ts';
import { en } from '../strings/en.ts';
import { IconButton } from '../ui/IconButton.tsx';

export const SEARCH_ID = 'search';

/** Narrows the page by name, repository or digest. Escape clears it. */
export function SearchField({ shortcut }: { shortcut: string }) {
  const { store } = useAppContext();
  const query = useApp((state) => state.query);
  const kind = useApp((state) => state.page.kind);
  const ofLayers = useApp((state) => state.page.kind === 'repository' && state.page.tab === 'layers');
  const words = en.shell.bar;
  const label = ofLayers ? en.repositories.search : words.searchIn[kind];
  const clear = () => store.setState({ query: '' });
  return (
    <search className="search">
      <Search className="icon" aria-hidden="true" />
      <input
        id={SEARCH_ID}
        type="text"
        aria-label={label}
        placeholder={label}
        title={`${label} (${shortcut})`}
        autoComplete="off"
        spellCheck={false}
        value={query}
        onChange={(event) => store.setState({ query: event.target.value })}
        onKeyDown={(event) => {
          if (event.key === 'Escape') clear();
        }}
      />
      {query !== '' && <IconButton icon={X} label={words.clearSearch} onClick={clear} />}
    </search>
  );
}
