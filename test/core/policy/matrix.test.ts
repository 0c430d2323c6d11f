import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { policyMatrix } from '../../../scripts/policy-matrix.ts';

it('the policy page of the documentation says what the engine says', () => {
  const committed = readFileSync(resolve(import.meta.dirname, '../../../docs/policy-matrix.md'), 'utf8');

  expect(committed, 'npm run policy-matrix writes it anew').toBe(policyMatrix());
});
