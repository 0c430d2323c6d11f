import { writeFileSync } from 'node:fs';
import { policyMatrix } from './policy-matrix.ts';

/** Writes the committed `docs/policy-matrix.md`; a test compares the two. */
writeFileSync(new URL('../docs/policy-matrix.md', import.meta.url), policyMatrix());
