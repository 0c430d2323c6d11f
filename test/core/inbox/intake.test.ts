import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { telegram } from '../../../src/channels/telegram/index.ts';
import { createIntake, type Intake } from '../../../src/core/inbox/intake.ts';
import { appendEvents } from '../../../src/core/store/event-log.ts';
import type { ChannelAccount } from '../../../src/core/store/rows.ts';
import { describeOnEveryEngine } from '../../support/describe-on-every-engine.ts';
import {
  createTestCore,
  createTestWorkspace,
  type TestCore,
  type TestWorkspace,
} from '../../support/test-core.ts';
import { connectTestAccount } from '../../support/workspace.ts';

const SECRET = 'demo-secret_42';

describeOnEveryEngine('intake', (open) => {
  let core: TestCore;
  let intake: Intake;
  let workspace: TestWorkspace;
  let account: ChannelAccount;

  beforeEach(async () => {
    core = createTestCore({ db: await open(), channels: [telegram] });
    intake = createIntake(core);
    workspace = await createTestWorkspace(core);
    account = await connectTestAccount(core, workspace.owner, {
      channel: 'telegram',
      credentials: { botToken: '55:abc', webhookSecret: SECRET },
    });
  });
  afterEach(async () => {
    await intake.drain();
    await core.wake.close();
  });

  const post = (body: string | Uint8Array, secret: string | null = SECRET) =>
    intake.receiveWebhook('telegram', account.id, {
      method: 'POST',
      query: {},
      headers: secret === null ? {} : { 'x-telegram-bot-api-secret-token': secret },
      body: typeof body === 'string' ? Buffer.from(body) : body,
    });
  const update = (id: number, text: string, from = 7001) =>
    JSON.stringify({
      update_id: id,
      message: {
        message_id: id,
        date: 1_790_000_000 + id,
        chat: { id: from, type: 'private', first_name: 'Ada' },
        from: { id: from, is_bot: false, first_name: 'Ada' },
        text,
      },
    });
  const count = async (table: string) => {
    const [row] = await core.db.run<{ n: number }>(
      { name: `count_${table}`, text: `SELECT count(*)::float8 AS n FROM ${table}` },
      [],
    );
    return row?.n;
  };
  const eventNumbers = async () =>
    (
      await core.db.run<{ n: number }>(
        { name: 'numbers', text: 'SELECT number::float8 AS n FROM events ORDER BY number' },
        [],
      )
    ).map(({ n }) => n);

  it('makes one message of the same update that comes ten times at once', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => post(update(1, 'hello'))));

    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
    expect(await count('messages')).toBe(1);
    expect(await count('contacts')).toBe(1);
    const [conversation] = await core.db.run<{ unread: number; messages: number }>(
      {
        name: 'c',
        text: 'SELECT unread_count AS unread, message_count::float8 AS messages FROM conversations',
      },
      [],
    );
    expect(conversation).toEqual({ unread: 1, messages: 1 });
  });

  it.each([
    ['a wrong secret', 'wrong'],
    ['no secret', null],
  ])('answers 401 to %s and writes nothing', async (_name, secret) => {
    const answer = await post(update(1, 'forged'), secret);

    expect(answer.status).toBe(401);
    expect(await count('messages')).toBe(0);
    expect(await count('dead_letters')).toBe(0);
  });

  it('keeps counters, message numbers and event numbers exact when three gateways race over the same updates', async () => {
    const gateways = [intake, createIntake(core), createIntake(core)];
    const bodies = Array.from({ length: 60 }, (_, index) =>
      update(index + 1, `m${index}`, 7000 + (index % 7)),
    );
    const deliveries = gateways.flatMap((gateway) => bodies.map((body) => ({ gateway, body })));

    await Promise.all(
      deliveries.map(async ({ gateway, body }) => {
        for (let attempt = 0; attempt < 20; attempt += 1) {
          const answer = await gateway.receiveWebhook('telegram', account.id, {
            method: 'POST',
            query: {},
            headers: { 'x-telegram-bot-api-secret-token': SECRET },
            body: Buffer.from(body),
          });
          if (answer.status === 200) return;
        }
        throw new Error('A webhook was never taken.');
      }),
    );

    expect(await count('messages')).toBe(60);
    expect(await count('contacts')).toBe(7);
    const wrong = await core.db.run(
      {
        name: 'wrong',
        text: `SELECT c.id FROM conversations c
                WHERE c.message_count <> (SELECT count(*) FROM messages m WHERE m.conversation_id = c.id)
                   OR c.unread_count <> c.message_count
                   OR c.message_count <> (SELECT count(DISTINCT number) FROM messages m WHERE m.conversation_id = c.id)`,
      },
      [],
    );
    expect(wrong).toEqual([]);
    const numbers = await eventNumbers();
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    for (const gateway of gateways.slice(1)) await gateway.drain();
  });

  it('stores NUL and lone surrogates visibly replaced, with the raw body beside them', async () => {
    const answer = await post(update(1, 'a\u0000b').replace('a\\u0000b', 'a\\u0000b\\ud800c'));

    expect(answer.status).toBe(200);
    const [message] = await core.db.run<{ text: string; raw: Uint8Array }>(
      { name: 'm', text: "SELECT parts->0->>'text' AS text, raw FROM messages" },
      [],
    );
    expect(message?.text).toBe('a\ufffdb\ufffdc');
    expect(Buffer.from(message?.raw ?? []).toString()).toContain('\\ud800');
  });

  it('stores a megabyte of text whole', async () => {
    const text = 'ä'.repeat(1_000_000);

    expect((await post(update(1, text))).status).toBe(200);
    const [message] = await core.db.run<{ length: number }>(
      { name: 'l', text: "SELECT length(parts->0->>'text')::float8 AS length FROM messages" },
      [],
    );
    expect(message?.length).toBe(1_000_000);
  });

  it.each([
    ['an unknown kind of update', '{"update_id":9,"hologram":{"x":1}}'],
    ['no JSON at all', 'not json'],
    ['an empty body', ''],
    ['deep nesting', `${'['.repeat(50_000)}${']'.repeat(50_000)}`],
  ])('answers 200 to %s and keeps it raw', async (_name, body) => {
    expect((await post(body)).status).toBe(200);
    expect(await count('messages')).toBe(0);
    const [letter] = await core.db.run<{ body: Uint8Array }>(
      { name: 'd', text: 'SELECT body FROM dead_letters' },
      [],
    );
    expect(Buffer.from(letter?.body ?? []).toString()).toBe(body);
  });

  it('answers 404 for an account that does not exist, exactly as for a wrong channel', async () => {
    const request = { method: 'POST' as const, query: {}, headers: {}, body: new Uint8Array() };

    const unknown = await intake.receiveWebhook('telegram', '01a20832-e318-7615-8ab2-50c30828ad19', request);
    const wrong = await intake.receiveWebhook('viber', account.id, request);

    expect(unknown).toEqual(wrong);
    expect(unknown.status).toBe(404);
  });

  it('makes one message of an album whose pictures arrive at the same time, in the platform’s order', async () => {
    const picture = (id: number) =>
      JSON.stringify({
        update_id: id,
        message: {
          message_id: id,
          date: 1_790_000_100,
          media_group_id: '139',
          chat: { id: 7001, type: 'private', first_name: 'Ada' },
          from: { id: 7001, is_bot: false, first_name: 'Ada' },
          photo: [{ file_id: `f${id}`, file_unique_id: `u${id}`, width: 90, height: 60, file_size: 10 }],
        },
      });

    const answers = await Promise.all([13, 11, 12].map((id) => post(picture(id))));

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await count('messages')).toBe(1);
    const files = await core.db.run<{ reference: string }>(
      {
        name: 'files',
        text: `SELECT f.reference FROM messages m, jsonb_array_elements(m.parts) WITH ORDINALITY AS p(part, place)
                 JOIN media f ON f.id = (p.part #>> '{source,mediaId}')::uuid ORDER BY p.place`,
      },
      [],
    );
    expect(files.map(({ reference }) => /f1\d/u.exec(reference)?.[0])).toEqual(['f11', 'f12', 'f13']);
  });

  it('opens one case, reopens nothing without grace, and opens the next after it was resolved', async () => {
    await post(update(1, 'first'));
    await core.db.orm.execute(sql`UPDATE cases SET status = 'RESOLVED', resolved_at = now()`);
    await core.db.orm.execute(
      sql`UPDATE conversations SET last_case_id = open_case_id, open_case_id = NULL, last_case_resolved_at = '2020-01-01'`,
    );

    await post(update(2, 'second'));
    await post(update(3, 'third'));

    const cases = await core.db.run<{ number: number; status: string }>(
      { name: 'cases', text: 'SELECT number::float8 AS number, status FROM cases ORDER BY number' },
      [],
    );
    expect(cases).toEqual([
      { number: 1, status: 'RESOLVED' },
      { number: 2, status: 'OPEN' },
    ]);
  });

  it('lets a contact who blocks the bot be unreachable, and reachable again by a newer message only', async () => {
    const member = (id: number, date: number, status: string, old: string) =>
      JSON.stringify({
        update_id: id,
        my_chat_member: {
          chat: { id: 7001, type: 'private', first_name: 'Ada' },
          from: { id: 7001, is_bot: false, first_name: 'Ada' },
          date,
          old_chat_member: { user: { id: 55, is_bot: true, first_name: 'Bot' }, status: old },
          new_chat_member: { user: { id: 55, is_bot: true, first_name: 'Bot' }, status, until_date: 0 },
        },
      });
    const reachability = async () =>
      (
        await core.db.run<{ r: string }>({ name: 'r', text: 'SELECT reachability AS r FROM identities' }, [])
      )[0]?.r;
    await post(update(1, 'hello'));

    await post(member(10, 1_790_000_500, 'kicked', 'member'));
    expect(await reachability()).toBe('BLOCKED');

    await post(update(2, 'an older message that comes late'));
    expect(await reachability()).toBe('BLOCKED');

    await post(update(700, 'back again'));
    expect(await reachability()).toBe('REACHABLE');

    await post(member(11, 1_790_000_400, 'kicked', 'member'));
    expect(await reachability()).toBe('REACHABLE');
  });

  it('numbers events without a hole while other writers hold their transactions', async () => {
    const holding = Array.from({ length: 4 }, () =>
      core.db.transaction(async (queries) => {
        await appendEvents(queries, workspace.owner.workspaceId, [
          { type: 'CONTACT_CHANGED', subject: {}, occurredAt: new Date() },
        ]);
      }),
    );
    await Promise.all([
      ...holding,
      ...Array.from({ length: 20 }, (_, index) => post(update(index + 1, 'x', 7100 + index))),
    ]);

    const numbers = await eventNumbers();
    expect(numbers.length).toBe(4 + 20 * 4);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  });
});
