/** A catalogue that speaks the language of the moment, whenever one of its texts is read. */
export function live<Catalogue extends object>(model: Catalogue, current: () => Catalogue): Catalogue {
  const keys = Object.keys(model) as (keyof Catalogue & string)[];
  const result: Partial<Catalogue> = {};
  for (const key of keys) {
    const value: unknown = model[key];
    // Groups are made once, so that `const words = en.shell` at the head of a module stays alive.
    const group = isGroup(value) ? live(value, () => current()[key] as object) : null;
    Object.defineProperty(result, key, { enumerable: true, get: () => group ?? current()[key] });
  }
  return result as Catalogue;
}

function isGroup(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
