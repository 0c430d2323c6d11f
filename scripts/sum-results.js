// Adds up vitest's JSON results; fails when a test failed or was skipped. The last line is for machines.
import { existsSync, readFileSync } from 'node:fs';

/** A run that left no results (its types or its lint failed before it) counts as one failure. */
const NO_RESULTS = { numPassedTests: 0, numFailedTests: 0, success: false, testResults: [] };
const results = process.argv
  .slice(2)
  .map((file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : NO_RESULTS));
const sum = (key) => results.reduce((total, result) => total + result[key], 0);
const passed = sum('numPassedTests');
const failed =
  sum('numFailedTests') + results.filter((result) => !result.success && result.numFailedTests === 0).length;
const skipped = results.flatMap((result) =>
  result.testResults.flatMap((file) =>
    file.assertionResults
      .filter((test) => test.status !== 'passed' && test.status !== 'failed')
      // The run without servers names what it leaves to the run with them; that one can not skip it.
      .filter((test) => !/needs (?:CONFAB_TEST_DATABASE_URL|redis-server on the path)$/u.test(test.title))
      .map((test) => test.fullName),
  ),
);
for (const name of skipped) console.log(`skipped: ${name}`);
console.log(`\n${passed} passed, ${failed + skipped.length} failed`);
process.exitCode = failed + skipped.length === 0 && passed > 0 ? 0 : 1;
