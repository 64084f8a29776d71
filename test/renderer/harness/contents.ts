import type { Contents, ContentsRequest, ContentsRow } from '../../../shared/contents.ts';
import { GB, MB } from './fixtures.ts';

const row = (node: number, name: string, parts: Partial<ContentsRow> = {}): ContentsRow => ({
  ...{ node, name, kind: 'file', size: 12_345, items: 0, level: 1, open: null, target: null },
  ...parts,
});

const OPT = [
  row(11, 'models', { kind: 'folder', level: 2, size: 17.9 * GB, items: 9, open: false }),
  row(12, 'latest', { kind: 'link', level: 2, size: 0, target: 'models/instruct-2026-11' }),
  row(13, '.wh.old-models', { kind: 'whiteout', level: 2, size: 0 }),
  row(14, 'readme.txt', { level: 2 }),
];

/** What is in `upload()`: a tar of a model, of which `opt` (node 3) can be opened. */
export function contentsOf({ query, open }: ContentsRequest, parts: Partial<Contents> = {}): Contents {
  const isOpen = open.includes(3);
  const top = [
    row(1, 'dev', { kind: 'folder', size: 0, items: 1, open: false }),
    row(2, 'etc', { kind: 'folder', size: 1.2 * MB, items: 184, open: false }),
    row(3, 'opt', { kind: 'folder', size: 18.1 * GB, items: 12, open: isOpen }),
    ...(isOpen ? OPT : []),
    row(4, 'usr', { kind: 'folder', size: 412 * MB, items: 9731, open: false }),
    row(5, 'entrypoint.sh', { size: 812 }),
  ];
  const biggest = [
    row(21, 'opt/models/instruct-2026-11/weights-00001-of-00003.safetensors', { size: 9.9 * GB }),
    row(22, 'opt/models/instruct-2026-11/weights-00002-of-00003.safetensors', { size: 8 * GB }),
    row(23, 'usr/lib/x86_64-linux-gnu/libcublasLt.so.13', { size: 211 * MB }),
  ];
  return {
    look: 1,
    format: 'tar',
    packing: 'zstd',
    state: 'waiting',
    stop: null,
    readTo: 18.6 * GB,
    offset: 18.6 * GB,
    entries: 9945,
    totalSize: 18.5 * GB,
    notKept: 0,
    rows: query === '' ? top : [...biggest, ...top].filter(({ name }) => name.includes(query)),
    rowsLeftOut: 0,
    biggest,
    ...parts,
  };
}
