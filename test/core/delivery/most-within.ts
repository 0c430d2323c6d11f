/** The most of these moments that lie within any `perMs`: what a platform counts. */
export function mostWithin(perMs: number, times: readonly number[]): number {
  const ordered = times.toSorted((one, other) => one - other);
  let start = 0;
  let most = 0;
  for (const [end, time] of ordered.entries()) {
    while ((ordered[start] ?? 0) <= time - perMs) start += 1;
    most = Math.max(most, end - start + 1);
  }
  return most;
}
