import fc from 'fast-check';

/** Inputs that each parser is given; a soak asks for more. */
export const RUNS = Number(process.env['LAYERLIFT_FUZZ_RUNS'] ?? 3000);

/** Anything at all, and right texts with something done to them: a parser's edge is where hardly anything is wrong. */
export function nearly(right: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const spoilt = fc
    .tuple(
      right,
      fc.nat(),
      fc.nat(3),
      fc.oneof(fc.string({ maxLength: 3 }), fc.constantFrom('\n', '\0', ' ', '/', '..', 'A', '\uFEFF')),
    )
    .map(([text, place, length, patch]) => {
      const at = place % (text.length + 1);
      return text.slice(0, at) + patch + text.slice(at + length);
    });
  return fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), right, spoilt, spoilt);
}

/** The same for bytes: flipped, cut, lengthened, or put together from two right ones. */
export function nearlyBytes(right: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> {
  const flipped = fc
    .tuple(right, fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 4 }))
    .map(([bytes, flips]) => {
      const damaged = Uint8Array.from(bytes);
      for (const [place, bits] of flips)
        damaged[place % damaged.length] = (damaged[place % damaged.length] ?? 0) ^ bits;
      return damaged;
    });
  const cut = fc.tuple(right, fc.nat()).map(([bytes, place]) => bytes.slice(0, place % (bytes.length + 1)));
  const longer = fc.tuple(right, fc.uint8Array({ minLength: 1, maxLength: 9 })).map(([a, b]) => Buffer.concat([a, b]));
  const joined = fc
    .tuple(right, right, fc.nat())
    .map(([a, b, place]) => Buffer.concat([a.subarray(0, place % a.length), b.subarray(place % a.length)]));
  const noise = right.chain(({ length }) => fc.uint8Array({ minLength: 0, maxLength: length + 8, size: 'max' }));
  return fc.oneof(right, flipped, flipped, cut, longer, joined, noise);
}

/** What `parse` makes of an input; null when it refuses as it may, by an error that `isRefusal` knows. */
export function attempt<T>(parse: () => T, isRefusal: (error: unknown) => boolean): T | null {
  try {
    return parse();
  } catch (error) {
    if (isRefusal(error)) return null;
    throw error;
  }
}

/** A right value with something done to one place in it: something else stands there, it is missing, or more is there. */
export function nearlyValue(right: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const odd = fc.oneof(
    fc.constantFrom<unknown>('', '/a\0', '../../etc/passwd', Number.NaN, -1, 2 ** 53, null, undefined, [], {}, [[]]),
    fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true, withMap: true }),
  );
  const act = fc.constantFrom('replace' as const, 'remove' as const, 'add' as const, 'nothing' as const);
  return fc.tuple(right, fc.nat(), act, odd).map(([value, which, how, put]) => {
    const copy: unknown = structuredClone(value);
    const places = placesIn(copy);
    const place = places[which % Math.max(1, places.length)];
    if (how === 'nothing') return copy;
    if (place === undefined) return how === 'replace' ? put : copy;
    if (how === 'replace') Reflect.set(place.inside, place.key, put);
    if (how === 'remove') Reflect.deleteProperty(place.inside, place.key);
    if (how === 'add') Reflect.set(place.inside, Array.isArray(place.inside) ? place.inside.length : 'extra', put);
    return copy;
  });
}

/** Every place of a value where another value stands. */
function placesIn(value: unknown): readonly { readonly inside: object; readonly key: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [{ inside: value, key }, ...placesIn(inner)]);
}
