import ArrowDownWideNarrow from 'lucide-react/icons/arrow-down-wide-narrow';
import ArrowUpNarrowWide from 'lucide-react/icons/arrow-up-narrow-wide';
import { useId } from 'react';
import { useApp, useAppContext } from '../state/context.ts';
import { chosenIds, visibleIds } from '../state/selectors.ts';
import { SORT_KEYS } from '../state/sorting.ts';
import { en } from '../strings/en.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { SelectionActions } from './SelectionActions.tsx';

const words = en.queue;

/** Above the rows: how many there are and in which order, or what can be done with those that are selected. */
export function ListBar() {
  const several = useApp((state) => chosenIds(state).length > 1);
  return (
    <div className="list-bar" role="group" aria-label={words.bar}>
      {several ? <SelectionActions /> : <ListOrder />}
    </div>
  );
}

function ListOrder() {
  const { store } = useAppContext();
  const count = useApp((state) => visibleIds(state).length);
  const sort = useApp((state) => state.sort);
  const sortId = useId();
  return (
    <>
      <span className="list-count">{words.shown(count)}</span>
      <div className="list-sort">
        <label htmlFor={sortId}>{words.sort}</label>
        <select
          id={sortId}
          className="quiet-select"
          value={sort.key}
          onChange={(event) => {
            const key = SORT_KEYS.find((one) => one === event.target.value);
            if (key !== undefined) store.setState({ sort: { key, descending: false } });
          }}
        >
          {SORT_KEYS.map((key) => (
            <option key={key} value={key}>
              {words.sorts[key]}
            </option>
          ))}
        </select>
      </div>
      {sort.key !== 'queue' && (
        <IconButton
          icon={sort.descending ? ArrowDownWideNarrow : ArrowUpNarrowWide}
          label={sort.descending ? words.descending : words.ascending}
          onClick={() => store.setState({ sort: { ...sort, descending: !sort.descending } })}
        />
      )}
    </>
  );
}
