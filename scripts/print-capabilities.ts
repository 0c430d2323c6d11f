import { readFileSync, writeFileSync } from 'node:fs';
import { BUILT_IN_CHANNELS } from '../src/built-in-channels.ts';
import { withCapabilityTable } from './capability-table.ts';

/** Writes the README's table of what each channel carries; a test compares the two. */
const readme = new URL('../README.md', import.meta.url);
writeFileSync(readme, withCapabilityTable(readFileSync(readme, 'utf8'), BUILT_IN_CHANNELS));
