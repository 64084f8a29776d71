import { createHash } from 'node:crypto';

/** A file with its bytes, or a folder with the inode numbers of its entries. Never changed once it is in an image. */
export type DiskNode =
  | { readonly kind: 'file'; readonly content: Uint8Array }
  | { readonly kind: 'folder'; readonly entries: ReadonlyMap<string, number> };

/** What a disk holds: nodes by inode number. Nodes that no entry leads to are allowed, and nobody sees them. */
export interface DiskImage {
  readonly nodes: ReadonlyMap<number, DiskNode>;
}

/** The inode number of the top folder. */
export const ROOT_INODE = 1;

/** A disk with an empty top folder. */
export const EMPTY_IMAGE: DiskImage = { nodes: new Map([[ROOT_INODE, { kind: 'folder', entries: new Map() }]]) };

/** The node at an absolute path below the top folder; null when there is none. */
export function nodeAt(image: DiskImage, path: string): DiskNode | null {
  let node = image.nodes.get(ROOT_INODE);
  for (const name of path.split('/')) {
    if (name === '') continue;
    const inode = node?.kind === 'folder' ? node.entries.get(name) : undefined;
    node = inode === undefined ? undefined : image.nodes.get(inode);
  }
  return node ?? null;
}

/** The bytes of the file at `path`; null when no file is there. */
export function contentAt(image: DiskImage, path: string): Uint8Array | null {
  const node = nodeAt(image, path);
  return node?.kind === 'file' ? node.content : null;
}

/** Names in the folder at `path`, sorted; none when no folder is there. */
export function namesAt(image: DiskImage, path: string): readonly string[] {
  const node = nodeAt(image, path);
  return node?.kind === 'folder' ? [...node.entries.keys()].sort() : [];
}

/** All files with their paths, in the order of their names. */
export function* filesIn(
  image: DiskImage,
  path = '',
): Generator<{ readonly path: string; readonly content: Uint8Array }> {
  for (const name of namesAt(image, path)) {
    const node = nodeAt(image, `${path}/${name}`);
    if (node?.kind === 'file') yield { path: `${path}/${name}`, content: node.content };
    else yield* filesIn(image, `${path}/${name}`);
  }
}

/**
 * A hash of all that can be seen on a disk: names, kinds, bytes. `rename` may replace names, so that two disks that
 * differ by random names alone are one; lines of JSON are given to it whole.
 */
export function hashOf(image: DiskImage, rename: (text: string) => string = (name) => name): string {
  const seen: string[] = [];
  const visit = (inode: number, at = ''): void => {
    const node = image.nodes.get(inode);
    if (node?.kind === 'file' && at.endsWith('.jsonl')) {
      seen.push('=', rename(new TextDecoder().decode(node.content)));
    } else if (node?.kind === 'file') {
      seen.push('=', hashOfContent(node.content));
    } else if (node !== undefined) {
      seen.push('{');
      for (const [name, child] of [...node.entries].sort(([a], [b]) => (a < b ? -1 : 1))) {
        seen.push(rename(name), '/');
        visit(child, name);
      }
      seen.push('}');
    }
  };
  visit(ROOT_INODE);
  return createHash('sha1').update(seen.join('')).digest('base64');
}

/** Most files of one image are those of the next. */
const hashes = new WeakMap<Uint8Array, string>();

function hashOfContent(content: Uint8Array): string {
  const known = hashes.get(content) ?? createHash('sha1').update(content).digest('base64');
  hashes.set(content, known);
  return known;
}
