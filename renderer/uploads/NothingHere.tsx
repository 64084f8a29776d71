import { useApp, useAppContext } from '../state/context.ts';
import { en } from '../strings/en.ts';
import { Button } from '../ui/Button.tsx';

/** A page or a search without a row, and the way back. */
export function NothingHere() {
  const { store } = useAppContext();
  const query = useApp((state) => state.query);
  const words = en.uploads.nothing;
  return (
    <div className="nothing">
      <p>{query === '' ? words.filter : words.query(query)}</p>
      {query === '' ? (
        <Button onClick={() => store.setState({ page: { kind: 'uploads', filter: 'all' } })}>{words.all}</Button>
      ) : (
        <Button onClick={() => store.setState({ query: '' })}>{words.clear}</Button>
      )}
    </div>
  );
}
