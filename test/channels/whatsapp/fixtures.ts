import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import type { WebhookAccount } from '../../../src/core/channel/index.ts';

const FOLDER = resolve(import.meta.dirname, '../../fixtures/whatsapp/inbound');

/** What one body must mean. `raw` is for bytes that a JSON file can not hold as JSON. */
const Cases = z.array(
  z
    .object({
      name: z.string(),
      body: z.unknown().optional(),
      raw: z.string().optional(),
      expected: z.object({
        events: z.array(z.unknown()),
        unknown: z.array(z.string()),
        ignored: z.array(z.string()),
      }),
    })
    .transform(({ name, body, raw, expected }) => ({
      name,
      body,
      text: raw ?? JSON.stringify(body),
      expected,
    })),
);

export const inboundFixtures = readdirSync(FOLDER).map((file) => ({
  about: file.replace('.json', ''),
  cases: Cases.parse(JSON.parse(readFileSync(join(FOLDER, file), 'utf8'))),
}));

/** The account that all fixtures speak to. */
export const account: WebhookAccount = {
  externalId: '118826403377915',
  username: '4930901820',
  settings: {},
  publicCredentials: { phoneNumberId: '118826403377915', businessAccountId: '204718390551002' },
};
