import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { telegram } from '../../../src/channels/telegram/index.ts';
import type { WebhookAccount } from '../../../src/core/channel/index.ts';

const FIXTURES = resolve(import.meta.dirname, '../../fixtures/telegram');

const Cases = z.array(
  z.object({
    name: z.string(),
    update: z.unknown(),
    expected: z.object({
      events: z.array(z.unknown()),
      unknown: z.array(z.string()),
      ignored: z.array(z.string()),
    }),
  }),
);

const account: WebhookAccount = { externalId: '55', username: 'acme_bot', settings: {} };

const files = readdirSync(FIXTURES).map((file) => ({
  about: file.replace('.json', ''),
  cases: Cases.parse(JSON.parse(readFileSync(join(FIXTURES, file), 'utf8'))),
}));

describe.each(files)('an update about $about', ({ cases }) => {
  it.each(cases)('$name', ({ update, expected }) => {
    const body = new TextEncoder().encode(JSON.stringify(update));

    const payload = telegram.webhook?.parse(body, account);

    const events = payload?.events.map(({ event }) => event);
    // Through JSON, because a fixture writes an instant as text.
    expect(JSON.parse(JSON.stringify({ ...payload, events }))).toEqual(expected);
  });
});

describe('parsing', () => {
  it('leaves every update to the account whose address was called', () => {
    const bodies = files.flatMap(({ cases }) => cases).map(({ update }) => JSON.stringify(update));

    const accounts = bodies.flatMap((body) =>
      telegram.webhook
        ?.parse(new TextEncoder().encode(body), account)
        .events.map((event) => event.accountExternalId),
    );

    expect(new Set(accounts)).toEqual(new Set([null]));
  });

  it('understands what polling brings as it understands what a webhook brings', () => {
    expect(telegram.polling?.parse).toBe(telegram.webhook?.parse);
  });

  it('takes a command in a group for its own only when the name fits', () => {
    const update = {
      update_id: 1,
      message: {
        message_id: 2,
        date: 1790000000,
        chat: { id: -42, type: 'group', title: 'G' },
        from: { id: 7, is_bot: false, first_name: 'Ada' },
        text: '/stop@acme_bot',
      },
    };
    const body = new TextEncoder().encode(JSON.stringify(update));

    const kindsFor = (username: string | null) =>
      telegram.webhook?.parse(body, { ...account, username }).events.map(({ event }) => event.kind);

    expect(kindsFor('Acme_Bot')).toEqual(['message', 'opt-out']);
    expect(kindsFor('other_bot')).toEqual(['message']);
    expect(kindsFor(null)).toEqual(['message']);
  });
});
