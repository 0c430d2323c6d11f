import { pathToFileURL } from 'node:url';
import { watchStrayFailures } from '../../../../src/core/channel/stray-failures.ts';

/**
 * Imports a file that fails on its own later, and watches it or not.
 *
 * Arguments: the file, then `watched` when it is a partner's.
 */
const [file = '', mode] = process.argv.slice(2);
const url = pathToFileURL(file).href;
const watched = mode === 'watched' ? [url] : ['file:///nowhere/adapter.js'];
watchStrayFailures(watched, (error) => process.stdout.write(`reported: ${String(error)}\n`));
await import(url);
setTimeout(() => process.stdout.write('alive\n'), 50);
