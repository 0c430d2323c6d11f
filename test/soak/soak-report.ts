import type { SoakReport } from './soak.ts';

/** Whether nothing went wrong, and everything that should go wrong outside did. */
export function isClean({ violations, fired }: SoakReport): boolean {
  const isInnocent = Object.values(violations).every((names) => names.length === 0);
  return isInnocent && Object.values(fired).every((times) => times > 0);
}

const EXAMPLES = 5;

/** For people: what fired, what was counted, and what went wrong with its first examples. */
export function asTable(report: SoakReport): string {
  const { seed, seconds, fired, figures, violations } = report;
  const rows = (facts: Readonly<Record<string, number>>) =>
    Object.entries(facts).map(([name, count]) => `  ${inWords(name).padEnd(28)}${count}`);
  const wrong = Object.entries<readonly string[]>({ ...violations }).flatMap(([name, names]) => [
    `  ${inWords(name).padEnd(28)}${names.length}`,
    ...names.slice(0, EXAMPLES).map((one) => `      ${one}`),
  ]);
  return [
    `seed ${seed}, ${seconds} s`,
    'What fired',
    ...rows(fired),
    'What was counted',
    ...rows({ ...figures }),
    'What went wrong',
    ...wrong,
    isClean(report) ? 'Nothing went wrong.' : 'NOT CLEAN',
  ].join('\n');
}

const inWords = (name: string) =>
  name.replaceAll(/[A-Z]/gu, (capital) => ` ${capital.toLowerCase()}`).replace('postgre s q l', 'PostgreSQL');
