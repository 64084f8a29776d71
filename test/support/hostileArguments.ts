/**
 * What a page that somebody else has taken over may say: lists of arguments of which no command takes any. Stands alone,
 * so that a test can have it made inside a page.
 * @param batch the most that a command takes at once.
 */
export function hostileArguments(batch: number): unknown[][] {
  const huge = 'A'.repeat(2_000_000);
  const id = '0b7f2f60-6f0c-4d0e-9a3e-2f5a0d6f0c11';
  let deep: unknown = 'bottom';
  for (let depth = 0; depth < 2000; depth += 1) deep = [deep];
  const looping: Record<string, unknown> = {};
  looping['self'] = looping;
  const odd: unknown[] = [
    null,
    Number.NaN,
    Number.MAX_SAFE_INTEGER + 1,
    -1,
    10n ** 400n,
    '',
    huge,
    '../../../etc/passwd',
    '--store',
    '<img src=x onerror=alert(1)>',
    'a\u0000b',
    '\uD800',
    new Date(Number.NaN),
    /(a+)+$/,
    new Map([['id', id]]),
    new Set([id]),
    new ArrayBuffer(1_000_000),
    new Uint8Array(10),
    new Error('an error'),
    { length: 3, 0: id },
    JSON.parse(`{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}`),
    { toString: 'x', valueOf: 'y' },
    deep,
    looping,
    Array.from({ length: batch + 1 }, () => id),
    [huge],
    [[id]],
    [{ id }],
    { kind: 'file', name: '../../../../etc/passwd' },
  ];
  return [...odd.map((one) => [one]), ...odd.map((one) => [id, one]), Array.from({ length: 1000 }, () => id)];
}
