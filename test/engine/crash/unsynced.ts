import { type DiskImage, type DiskNode, ROOT_INODE } from './diskImage.ts';
import { type Random, seededRandom } from './random.ts';
import { type Operation, overlaid, resized } from './simulatedDisk.ts';

/*
 * What a loss of power leaves of the operations in a log. The model takes POSIX at its word and no file system at its
 * kindness:
 *
 * - fsync and fdatasync of a file make its content and size durable, not its name (POSIX fsync; Linux fsync(2) says
 *   outright that the folder needs a sync of its own). A sync of a folder makes its entries durable.
 * - Whatever is not yet durable is there or not, each operation for itself and in any combination: file systems order
 *   data and metadata differently, and the same one does so from mount option to mount option (Pillai et al., "All
 *   File Systems Are Not Created Equal", OSDI '14, which finds all of these by looking at real ones).
 * - A write that is not durable is absent, whole, or torn at the end of a block (4,096 bytes) or sector (512). One
 *   that makes its file longer may show the new size before the data: zeros (delayed allocation) or whatever those
 *   blocks held before (ext4 without `data=ordered`).
 * - A rename inside a folder is done or not. One between two folders is one transaction until a folder is synced:
 *   done or not, or, for a file, both names are there (a link and an unlink). Once the new folder is synced the new
 *   name is certain; once only the old one is, the old name is certainly gone, and the new one nowhere promised.
 *   A folder never has two names: repair on mount sees to that.
 * - Locks end with power.
 *
 * Not modelled: damage to what is durable, sectors torn within themselves, modification times.
 */

const BLOCK_BYTES = 4096;
const SECTOR_BYTES = 512;

/** What becomes of one operation. */
export type Fate = 'absent' | 'whole' | 'head' | 'tail' | 'zeros' | 'garbage' | 'both' | 'lost';

type Change = Exclude<Operation, { readonly kind: 'sync' }>;

interface Pending {
  readonly change: Change;
  /** What torn ends and garbage are drawn from. */
  readonly seed: number;
  /** Inodes whose sync makes this durable, and that were not synced since. */
  readonly waitsFor: Set<number>;
}

/** A disk at one moment: what is durable, and what is under way to it. */
export class Unsynced {
  #durable: Map<number, DiskNode>;
  #pending: Pending[] = [];
  #count = 0;

  constructor(image: DiskImage) {
    this.#durable = new Map(image.nodes);
  }

  /** Takes the next operation of the log. */
  push(operation: Operation): void {
    if (operation.kind === 'sync') {
      for (const { waitsFor } of this.#pending) waitsFor.delete(operation.inode);
      this.#fold();
      return;
    }
    this.#count += 1;
    // The node may become durable before any name of it does.
    if (operation.kind === 'create') this.#durable.set(operation.inode, operation.node);
    this.#pending.push({ change: operation, seed: this.#count, waitsFor: new Set(waitsFor(operation)) });
  }

  /** What may become of each operation that is not durable, in their order; the last one is always the full one. */
  fates(): readonly (readonly Fate[])[] {
    const visible = this.#visibleInodes();
    return this.#pending.map((pending) => this.#fatesOf(pending, visible));
  }

  /** The disk after power is back, when each operation has met the fate that stands at its place. */
  after(fates: readonly Fate[]): DiskImage {
    const nodes = new Map(this.#durable);
    for (const [index, { change, seed }] of this.#pending.entries()) {
      apply(nodes, change, fates[index] ?? 'absent', seededRandom(seed));
    }
    return { nodes };
  }

  #fold(): void {
    // Only the oldest: a later one must not be undone by an earlier one that is still open.
    let done = 0;
    for (const { change, waitsFor, seed } of this.#pending) {
      if (waitsFor.size > 0) break;
      apply(this.#durable, change, 'whole', seededRandom(seed));
      done += 1;
    }
    this.#pending = this.#pending.slice(done);
  }

  #fatesOf({ change, waitsFor, seed }: Pending, visible: ReadonlySet<number>): readonly Fate[] {
    if (waitsFor.size === 0) return ['whole'];
    if (change.kind === 'write' || change.kind === 'truncate') {
      if (!visible.has(change.inode)) return ['absent'];
      return change.kind === 'write' ? this.#fatesOfWrite(change, seed) : ['absent', 'whole'];
    }
    if (change.kind !== 'rename') return visible.has(change.folder) ? ['absent', 'whole'] : ['absent'];
    if (!visible.has(change.from) && !visible.has(change.to)) return ['absent'];
    if (change.from === change.to) return ['absent', 'whole'];
    if (!waitsFor.has(change.from)) return ['lost', 'whole'];
    const twice: readonly Fate[] = change.isFolder ? [] : ['both'];
    return waitsFor.has(change.to) ? ['absent', ...twice, 'whole'] : [...twice, 'whole'];
  }

  #fatesOfWrite(change: Extract<Change, { readonly kind: 'write' }>, seed: number): readonly Fate[] {
    const node = this.#durable.get(change.inode);
    const size = node?.kind === 'file' ? node.content.length : 0;
    const torn: readonly Fate[] = tornAt(change, seededRandom(seed)) === null ? [] : ['head', 'tail'];
    const grown: readonly Fate[] = change.position + change.bytes.length > size ? ['zeros', 'garbage'] : [];
    return ['absent', ...torn, ...grown, 'whole'];
  }

  /** Inodes that some combination of fates can show. */
  #visibleInodes(): ReadonlySet<number> {
    const children = new Map<number, number[]>();
    for (const { change } of this.#pending) {
      if (change.kind !== 'create' && change.kind !== 'rename') continue;
      const folder = change.kind === 'create' ? change.folder : change.to;
      children.set(folder, [...(children.get(folder) ?? []), change.inode]);
    }
    const visible = new Set<number>();
    const visit = (inode: number): void => {
      if (visible.has(inode)) return;
      visible.add(inode);
      const node = this.#durable.get(inode);
      if (node?.kind === 'folder') for (const child of node.entries.values()) visit(child);
      for (const child of children.get(inode) ?? []) visit(child);
    };
    visit(ROOT_INODE);
    return visible;
  }
}

function waitsFor(change: Change): readonly number[] {
  switch (change.kind) {
    case 'create':
    case 'remove':
      return [change.folder];
    case 'rename':
      return [change.from, change.to];
    case 'write':
    case 'truncate':
      return [change.inode];
  }
}

function apply(nodes: Map<number, DiskNode>, change: Change, fate: Fate, random: Random): void {
  if (fate === 'absent') return;
  switch (change.kind) {
    case 'create':
      setEntry(nodes, change.folder, change.name, change.inode);
      break;
    case 'remove':
      clearEntry(nodes, change.folder, change.name, change.inode);
      break;
    case 'rename':
      if (fate !== 'both') clearEntry(nodes, change.from, change.fromName, change.inode);
      if (fate !== 'lost') setEntry(nodes, change.to, change.toName, change.inode);
      break;
    case 'truncate':
      setContent(nodes, change.inode, (content) => resized(content, change.size));
      break;
    case 'write':
      setContent(nodes, change.inode, (content) => written(content, change, fate, random));
  }
}

function setEntry(nodes: Map<number, DiskNode>, folder: number, name: string, inode: number): void {
  const node = nodes.get(folder);
  if (node?.kind === 'folder') nodes.set(folder, { kind: 'folder', entries: new Map(node.entries).set(name, inode) });
}

function clearEntry(nodes: Map<number, DiskNode>, folder: number, name: string, inode: number): void {
  const node = nodes.get(folder);
  if (node?.kind !== 'folder' || node.entries.get(name) !== inode) return;
  const entries = new Map(node.entries);
  entries.delete(name);
  nodes.set(folder, { kind: 'folder', entries });
}

function setContent(nodes: Map<number, DiskNode>, inode: number, change: (content: Uint8Array) => Uint8Array): void {
  const node = nodes.get(inode);
  if (node?.kind === 'file') nodes.set(inode, { kind: 'file', content: change(node.content) });
}

type Write = Pick<Extract<Change, { readonly kind: 'write' }>, 'position' | 'bytes'>;

function written(content: Uint8Array, { position, bytes }: Write, fate: Fate, random: Random): Uint8Array {
  const end = Math.max(content.length, position + bytes.length);
  const cut = (tornAt({ position, bytes }, random) ?? position + bytes.length) - position;
  switch (fate) {
    case 'head':
      return overlaid(content, position, bytes.subarray(0, cut));
    case 'tail':
      return overlaid(content, position + cut, bytes.subarray(cut));
    case 'zeros':
      return resized(content, end);
    case 'garbage':
      return resized(content, end).fill(0x40 + random.below(0x3f), content.length);
    default:
      return overlaid(content, position, bytes);
  }
}

/** A place inside a write where a block ends, or a sector when no block does; null when neither does. */
function tornAt({ position, bytes }: Write, random: Random): number | null {
  for (const unit of [BLOCK_BYTES, SECTOR_BYTES]) {
    const first = (Math.floor(position / unit) + 1) * unit;
    const count = Math.ceil((position + bytes.length - first) / unit);
    if (count > 0) return first + random.below(count) * unit;
  }
  return null;
}
