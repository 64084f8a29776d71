import ChevronRight from 'lucide-react/icons/chevron-right';
import File from 'lucide-react/icons/file';
import FileX from 'lucide-react/icons/file-x';
import Folder from 'lucide-react/icons/folder';
import Link from 'lucide-react/icons/link';
import Settings2 from 'lucide-react/icons/settings-2';
import { type KeyboardEvent, useRef, useState } from 'react';
import type { ContentsRow, EntryKind } from '../../shared/contents.ts';
import { en } from '../strings/en.ts';
import type { Icon } from '../ui/Button.tsx';
import { Untrusted } from '../ui/Untrusted.tsx';

const words = en.contents;

const ICONS: { readonly [kind in EntryKind]: Icon } = {
  folder: Folder,
  file: File,
  link: Link,
  special: Settings2,
  whiteout: FileX,
};

export interface EntryTreeProps {
  label: string;
  rows: readonly ContentsRow[];
  onToggle: (node: number) => void;
}

/** Entries as a tree with one tab stop: arrows move and open, Home and End lead to its ends. */
export function EntryTree({ label, rows, onToggle }: EntryTreeProps) {
  const tree = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState<number | null>(null);
  const index = Math.max(
    0,
    rows.findIndex(({ node }) => node === current),
  );
  const goTo = (to: number): void => {
    const row = rows[Math.min(rows.length - 1, Math.max(0, to))];
    if (row === undefined) return;
    setCurrent(row.node);
    tree.current?.querySelector<HTMLElement>(`[data-node="${row.node}"]`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const row = rows[index];
    if (row === undefined) return;
    const parent = rows.slice(0, index).findLastIndex(({ level }) => level < row.level);
    const keys: Readonly<Record<string, () => void>> = {
      ArrowDown: () => goTo(index + 1),
      ArrowUp: () => goTo(index - 1),
      Home: () => goTo(0),
      End: () => goTo(rows.length - 1),
      ArrowRight: () => (row.open === true ? goTo(index + 1) : row.open === false && onToggle(row.node)),
      ArrowLeft: () => (row.open === true ? onToggle(row.node) : parent >= 0 && goTo(parent)),
      Enter: () => row.open !== null && onToggle(row.node),
      ' ': () => row.open !== null && onToggle(row.node),
    };
    const act = keys[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  };
  return (
    <div ref={tree} role="tree" aria-label={label} className="entries" onKeyDown={onKeyDown}>
      {rows.map((row, at) => (
        <Entry
          key={row.node}
          row={row}
          isCurrent={at === index}
          onFocus={() => setCurrent(row.node)}
          onToggle={() => onToggle(row.node)}
        />
      ))}
    </div>
  );
}

interface EntryProps {
  row: ContentsRow;
  isCurrent: boolean;
  onFocus: () => void;
  onToggle: () => void;
}

function Entry({ row, isCurrent, onFocus, onToggle }: EntryProps) {
  const { node, name, kind, size, items, level, open, target } = row;
  const Shape = ICONS[kind];
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree has the keys.
    <div
      role="treeitem"
      data-node={node}
      aria-level={level}
      aria-expanded={open ?? undefined}
      aria-selected={isCurrent}
      tabIndex={isCurrent ? 0 : -1}
      className="entry"
      style={{ paddingInlineStart: `${(level - 1) * INDENT}px` }}
      onFocus={onFocus}
      onClick={() => open !== null && onToggle()}
    >
      <ChevronRight className={open === null ? 'icon twist none' : 'icon twist'} aria-hidden="true" />
      <Shape className="icon" aria-hidden="true" />
      <span className="entry-name">
        <Untrusted text={name} />
        {target !== null && (
          <span className="quiet">
            {words.to} <Untrusted text={target} />
          </span>
        )}
        {kind !== 'file' && kind !== 'folder' && kind !== 'link' && <span className="quiet">{words.kinds[kind]}</span>}
        {kind === 'folder' && <span className="quiet">{words.items(items)}</span>}
      </span>
      <span className="entry-size">{kind === 'file' || kind === 'folder' ? words.size(size) : ''}</span>
    </div>
  );
}

/** A level, CSS pixels. */
const INDENT = 14;
