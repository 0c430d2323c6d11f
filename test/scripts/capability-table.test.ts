import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { withCapabilityTable } from '../../scripts/capability-table.ts';
import { BUILT_IN_CHANNELS } from '../../src/built-in-channels.ts';

it('the table in the README says what the channels declare', () => {
  const readme = readFileSync(resolve(import.meta.dirname, '../../README.md'), 'utf8');

  expect(readme, 'Run: npx tsx scripts/print-capabilities.ts').toBe(
    withCapabilityTable(readme, BUILT_IN_CHANNELS),
  );
  expect(readme).toContain('| `text` | in, out |');
});
