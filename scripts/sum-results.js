// Adds up vitest's JSON results; fails when a test failed or was skipped. The last line is for machines.
import { readFileSync } from 'node:fs';

const results = process.argv.slice(2).map((file) => JSON.parse(readFileSync(file, 'utf8')));
const sum = (key) => results.reduce((total, result) => total + result[key], 0);
const passed = sum('numPassedTests');
const failed =
  sum('numFailedTests') + results.filter((result) => !result.success && result.numFailedTests === 0).length;
const skipped = results.flatMap((result) =>
  result.testResults.flatMap((file) =>
    file.assertionResults
      .filter((test) => test.status !== 'passed' && test.status !== 'failed')
      .map((test) => `${test.fullName} (${test.status})`),
  ),
);
// Without servers, the server halves of the suites step aside by name; they must have run in the other results.
const ran = new Set(
  results.flatMap((result) =>
    result.testResults.flatMap((file) =>
      file.assertionResults.filter((test) => test.status === 'passed').map((test) => test.fullName),
    ),
  ),
);
const neverRan = skipped.filter((name) => !ran.has(name.replace(/ \([a-z]+\)$/u, '')));
for (const name of neverRan) console.log(`never ran: ${name}`);
console.log(`\n${passed} passed, ${failed + neverRan.length} failed`);
process.exitCode = failed + neverRan.length === 0 && passed > 0 ? 0 : 1;
