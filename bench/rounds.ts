/**
 * Runs contestants by turns, so that whatever else the machine does hits all of them, after one turn each that
 * does not count.
 */
export async function inRounds<Contestants extends Readonly<Record<string, () => Promise<unknown>>>>(
  rounds: number,
  contestants: Contestants,
): Promise<{ readonly [Name in keyof Contestants]: readonly Awaited<ReturnType<Contestants[Name]>>[] }> {
  const results: Record<string, unknown[]> = {};
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, run] of Object.entries(contestants)) {
      const result = await run();
      if (round > 0) results[name] = [...(results[name] ?? []), result];
    }
  }
  return results as never;
}
