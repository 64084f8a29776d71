import path from 'node:path';

interface Node {
  isDurable: boolean;
  readonly children: Map<string, Node>;
}

const newNode = (): Node => ({ isDurable: false, children: new Map() });

/** Real paths of folders whose own entry is known to be durable. All of it takes as long as a path is deep. */
export class DurableFolders {
  readonly #top = newNode();

  has(real: string): boolean {
    return this.#find(partsOf(real))?.isDurable ?? false;
  }

  add(real: string): void {
    let node = this.#top;
    for (const part of partsOf(real)) {
      const child = node.children.get(part) ?? newNode();
      node.children.set(part, child);
      node = child;
    }
    node.isDurable = true;
  }

  /** Forgets a folder and everything below it. */
  forget(real: string): void {
    const parts = partsOf(real);
    const last = parts.pop();
    if (last !== undefined) this.#find(parts)?.children.delete(last);
  }

  #find(parts: readonly string[]): Node | undefined {
    return parts.reduce<Node | undefined>((node, part) => node?.children.get(part), this.#top);
  }
}

const partsOf = (real: string): string[] => real.split(path.sep).filter((part) => part !== '');
