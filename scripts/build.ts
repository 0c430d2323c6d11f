import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { bundle } from './bundle.ts';

const DIST = resolve(import.meta.dirname, '../dist');

/** The code of `dist/`, from nothing; its types come from the compiler (`npm run build` does both). */
await rm(DIST, { recursive: true, force: true });
await bundle(DIST);
