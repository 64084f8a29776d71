declare const brand: unique symbol;

/**
 * A primitive that only its parser can make: `parseX(text)` is the one way to obtain an `X`.
 * Brands vanish at run time, so branded values cross IPC and thread boundaries as plain strings.
 */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };
