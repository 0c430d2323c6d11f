import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as z from 'zod';

const FIXTURES = resolve(import.meta.dirname, '../../fixtures/viber');

const Cases = z.array(
  z.object({
    name: z.string(),
    /** As text, because its tokens would not survive being read as JSON. */
    body: z.string(),
    expected: z.object({
      events: z.array(z.unknown()),
      unknown: z.array(z.string()),
      ignored: z.array(z.string()),
    }),
  }),
);

/** What Viber sends, in the documented shapes and in nasty ones, by subject. */
export const callbackFiles = readdirSync(FIXTURES).map((file) => ({
  about: file.replace('.json', ''),
  cases: Cases.parse(JSON.parse(readFileSync(join(FIXTURES, file), 'utf8'))),
}));

export const callbackBodies = callbackFiles.flatMap(({ cases }) => cases.map(({ body }) => body));

export const bytesOf = (body: string): Uint8Array => new TextEncoder().encode(body);
