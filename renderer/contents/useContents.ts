import { useState } from 'react';
import type { Contents } from '../../shared/contents.ts';
import { isActive, type UploadView } from '../../shared/upload.ts';
import { useAppContext } from '../state/context.ts';
import { type Looked, useLooked } from '../state/useLooked.ts';

/** From one look to the next, ms: while there is news to come, and, so that main keeps what it has, while there is none. */
const READING_MS = 700;
const RESTING_MS = 4000;

/** What is inside of an upload, as a person looks at it. */
export interface LookedContents extends Looked<Contents> {
  readonly query: string;
  search(query: string): void;
  /** Opens a folder, or closes it. */
  toggle(node: number): void;
}

/** What is inside of an upload, looked at again and again while somebody looks. */
export function useContents({ id, status }: UploadView): LookedContents {
  const { bridge } = useAppContext();
  const [query, search] = useState('');
  const [opened, setOpened] = useState<{ readonly look: number; readonly nodes: readonly number[] }>({
    look: 0,
    nodes: [],
  });
  const [reading, setReading] = useState(true);
  const found = useLooked(
    async () => {
      const contents = await bridge.call('uploads:contents', { id, query, open: opened.nodes });
      setReading(contents.state === 'reading' || (contents.state === 'waiting' && isActive(status)));
      // Another look has other nodes.
      if (contents.look !== opened.look) setOpened({ look: contents.look, nodes: [] });
      return contents;
    },
    {
      of: id,
      reason: `${status.kind} ${opened.look} ${opened.nodes.join()} ${query}`,
      everyMs: reading ? READING_MS : RESTING_MS,
    },
  );
  const toggle = (node: number): void =>
    setOpened(({ look, nodes }) => ({
      look,
      nodes: nodes.includes(node) ? nodes.filter((one) => one !== node) : [...nodes, node],
    }));
  return { ...found, query, search, toggle };
}
