/**
 * True while mutants of the engine are tried (`npm run test:mutation`). Then a test is skipped that starts processes
 * or threads: it runs code that holds no mutant, for seconds, and would do so for every single one.
 */
export const MUTATING: boolean = process.env['LAYERLIFT_MUTATING'] !== undefined;
