/** Quick by default; 100,000 and more in the long run. */
const numRuns = Number(process.env.CONFAB_FUZZ_RUNS ?? 500);
/** The same cases again, by the seed of an earlier run. */
const seed = process.env.CONFAB_TEST_SEED;

/** How many cases of each property of a parser are tried, and which. */
export const fuzzRuns: { readonly numRuns: number; readonly seed?: number } = {
  numRuns,
  ...(seed !== undefined && { seed: Number(seed) }),
};
