import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readTable } from './read-table.ts';
import { decideOn, readSituation } from './situation.ts';

const FOLDER = join(import.meta.dirname, 'situations');
const tables = readdirSync(FOLDER)
  .filter((file) => file !== 'README.md')
  .map((file) => ({ file, rows: readTable(readFileSync(join(FOLDER, file), 'utf8')) }));

describe('what may be sent', () => {
  it('is told in at least 300 situations', () => {
    expect(tables.flatMap(({ rows }) => rows).length).toBeGreaterThanOrEqual(300);
  });

  describe.each(tables)('$file', ({ rows }) => {
    it.each(rows.map((row) => ({ title: Object.values(row).join(' · '), row })))('$title', ({ row }) => {
      const { verdict, rule, effectiveFrom, remedies } = decideOn(readSituation(row));

      expect({
        Verdict: verdict === 'ALLOW' ? 'may' : 'may not',
        Rule: rule ?? '',
        Since: verdict === 'ALLOW' ? '' : effectiveFrom,
        Remedies: remedies.map(({ kind }) => kind).join(', '),
      }).toEqual({ Verdict: row.Verdict, Rule: row.Rule, Since: row.Since, Remedies: row.Remedies });
    });
  });
});
