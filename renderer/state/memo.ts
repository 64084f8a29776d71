/** Remembers the last result of a pure function and returns it while the arguments stay identical. */
export function memo<Args extends readonly unknown[], Result>(
  compute: (...args: Args) => Result,
): (...args: Args) => Result {
  let last: { readonly args: Args; readonly result: Result } | null = null;
  return (...args) => {
    if (last?.args.every((arg, index) => Object.is(arg, args[index]))) return last.result;
    last = { args, result: compute(...args) };
    return last.result;
  };
}
