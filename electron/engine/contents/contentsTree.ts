import { CONTENTS_LIMITS, type Contents, type ContentsRow, type EntryKind } from '../../../shared/contents.ts';
import type { TarEntry } from './tarWalk.ts';

/** A name in the tree. */
interface Node {
  readonly id: number;
  readonly name: string;
  readonly parent: Node | null;
  kind: EntryKind;
  /** Bytes; of a folder, of all that is in it. */
  size: number;
  items: number;
  target: string | null;
  /** By name; null for what is no folder. */
  children: Map<string, Node> | null;
  /** The children in the order in which they are shown; null when that has to be made anew. */
  shown: readonly Node[] | null;
}

/** What a tree tells of itself. */
export type TreeView = Pick<Contents, 'entries' | 'totalSize' | 'notKept' | 'rows' | 'rowsLeftOut' | 'biggest'>;

const WHITEOUT = '.wh.';

/**
 * The entries of a tar as folders in folders, within `CONTENTS_LIMITS`: what goes beyond them is counted and not kept.
 * As in a tar that is unpacked, a later entry takes the place of an earlier one of the same path.
 */
export class ContentsTree {
  readonly #root = newNode(0, '', null, 'folder');
  readonly #nodes: Node[] = [this.#root];
  #chars = 0;
  #entries = 0;
  #notKept = 0;
  #totalSize = 0;
  #biggest: Node[] = [];

  add({ path, kind, size, target }: TarEntry): void {
    this.#entries += 1;
    this.#totalSize += size;
    const parts = partsOf(path);
    const last = parts.at(-1);
    // The root itself, as most tars have it.
    if (last === undefined) return;
    const node = this.#grow(parts);
    if (node === null) {
      this.#notKept += 1;
      return;
    }
    const isWhiteout = kind === 'file' && last.startsWith(WHITEOUT);
    this.#become(node, isWhiteout ? 'whiteout' : kind, size, target);
  }

  /** What a person wants to see of it. */
  view(query: string, open: ReadonlySet<number>): TreeView {
    const rows: ContentsRow[] = [];
    let rowsLeftOut = 0;
    const show: Show = (node, nameOf, level, isOpen) => {
      if (rows.length < CONTENTS_LIMITS.rows) rows.push(rowOf(node, nameOf(node), level, isOpen));
      else rowsLeftOut += 1;
    };
    if (query === '') this.#walk(this.#root, 1, open, show);
    else this.#search(query.toLowerCase(), show);
    return {
      entries: this.#entries,
      totalSize: this.#totalSize,
      notKept: this.#notKept,
      rows,
      rowsLeftOut,
      biggest: this.#biggest.map((node) => rowOf(node, pathOf(node), 1, null)),
    };
  }

  #walk(folder: Node, level: number, open: ReadonlySet<number>, show: Show): void {
    folder.shown ??= [...(folder.children?.values() ?? [])].sort(inOrder);
    for (const node of folder.shown) {
      const isOpen = node.children === null ? null : open.has(node.id);
      show(node, lastName, level, isOpen);
      if (isOpen === true) this.#walk(node, level + 1, open, show);
    }
  }

  /**
   * Looks at every name once, whatever leads to it: what is found lies in the path of its folder, or ends in its own
   * name. Paths as a whole may be so long that nobody could wait for all of them.
   */
  #search(query: string, show: Show): void {
    // By id; a folder is always older than what is in it.
    const found: boolean[] = [false];
    const ends: string[] = [''];
    for (const { id, name, parent } of this.#nodes.slice(1)) {
      const above = parent?.id ?? 0;
      const text = `${ends[above] ?? ''}${name.toLowerCase()}`;
      found[id] = found[above] === true || text.includes(query);
      ends[id] = `${text.slice(Math.max(0, text.length - query.length))}/`;
    }
    for (const node of this.#nodes.slice(1)) if (found[node.id] === true) show(node, pathOf, 1, null);
  }

  /** The node at a path, with all that lead to it; null when there is no room for them. */
  #grow(parts: readonly string[]): Node | null {
    let node = this.#root;
    for (const name of parts) {
      const known = node.children?.get(name);
      const next = known ?? this.#newChild(node, name);
      if (next === null) return null;
      node = next;
    }
    return node;
  }

  #newChild(parent: Node, name: string): Node | null {
    if (this.#nodes.length >= CONTENTS_LIMITS.nodes || !this.#spendChars(name.length)) return null;
    // What has something in it is a folder, whatever it was said to be.
    if (parent.children === null) this.#become(parent, 'folder', 0, null);
    const node = newNode(this.#nodes.length, ownText(name), parent, 'folder');
    this.#nodes.push(node);
    parent.children?.set(node.name, node);
    parent.shown = null;
    for (let above: Node | null = parent; above !== null; above = above.parent) above.items += 1;
    return node;
  }

  /** False when the tree would hold more text than it may. */
  #spendChars(count: number): boolean {
    if (this.#chars + count > CONTENTS_LIMITS.nameChars) return false;
    this.#chars += count;
    return true;
  }

  #become(node: Node, kind: EntryKind, size: number, target: string | null): void {
    const staysFolder = node.children !== null && node.children.size > 0;
    if (staysFolder && kind !== 'folder') return;
    if (!staysFolder) {
      node.kind = kind;
      node.target = target === null ? null : this.#targetToKeep(target);
      node.children = kind === 'folder' ? (node.children ?? new Map()) : null;
      const more = size - node.size;
      for (let above: Node | null = node; above !== null; above = above.parent) above.size += more;
    }
    if (node.parent !== null) node.parent.shown = null;
    this.#rank(node);
  }

  /** What can be shown of it, while there is room; then nothing. */
  #targetToKeep(target: string): string | null {
    const shown = target.slice(0, TEXT_SHOWN);
    return this.#spendChars(shown.length) ? ownText(shown) : null;
  }

  #rank(node: Node): void {
    const others = this.#biggest.filter((one) => one !== node);
    const smallest = others.at(CONTENTS_LIMITS.biggest - 1);
    const ranks = node.kind === 'file' && node.size > (smallest?.size ?? 0);
    if (!ranks && others.length === this.#biggest.length) return;
    const all = ranks ? [...others, node].sort((a, b) => b.size - a.size) : others;
    this.#biggest = all.slice(0, CONTENTS_LIMITS.biggest);
  }
}

type Show = (node: Node, nameOf: (node: Node) => string, level: number, isOpen: boolean | null) => void;

function newNode(id: number, name: string, parent: Node | null, kind: EntryKind): Node {
  return { id, name, parent, kind, size: 0, items: 0, target: null, children: new Map(), shown: null };
}

/** The names on the way: `./a//b/` is `a`, `b`. What lies deeper than it may is one long name. */
function partsOf(path: string): readonly string[] {
  const parts = (path.match(/[^/]+/g) ?? []).filter((part) => part !== '.');
  const { depth } = CONTENTS_LIMITS;
  return parts.length <= depth ? parts : [...parts.slice(0, depth - 1), parts.slice(depth - 1).join('/')];
}

const lastName = ({ name }: Node): string => name;

/** The path, or as much of its beginning as is shown. */
function pathOf(node: Node): string {
  const way: Node[] = [];
  for (let at: Node | null = node; at !== null && at.parent !== null; at = at.parent) way.push(at);
  let path = '';
  for (const { name } of way.reverse()) {
    path = path === '' ? name.slice(0, TEXT_SHOWN) : `${path}/${name.slice(0, TEXT_SHOWN)}`;
    if (path.length > TEXT_SHOWN) break;
  }
  return path.slice(0, TEXT_SHOWN);
}

/**
 * The text alone. What JavaScript cuts out of another text holds on to all of that, which here is a header of up to a
 * megabyte for a name of a few letters.
 */
function ownText(text: string): string {
  return Buffer.from(text).toString();
}

/** Folders first, then by name. */
function inOrder(a: Node, b: Node): number {
  const byKind = Number(b.kind === 'folder') - Number(a.kind === 'folder');
  if (byKind !== 0) return byKind;
  return a.name < b.name ? -1 : 1;
}

function rowOf(
  { id, kind, size, items, target }: Node,
  name: string,
  level: number,
  open: boolean | null,
): ContentsRow {
  return { node: id, name: name.slice(0, TEXT_SHOWN), kind, size, items, level, open, target };
}

/** Characters of a name, a path or a target that are sent to the window: far more than it can show. */
const TEXT_SHOWN = 2000;
