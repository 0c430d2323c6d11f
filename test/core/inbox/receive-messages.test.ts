import { asc } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { createIntake } from '../../../src/core/inbox/intake.ts';
import { setCaseStatus } from '../../../src/core/inbox/set-case-status.ts';
import {
  cases,
  contacts,
  conversations,
  deadLetters,
  identities,
  media,
  messages,
} from '../../../src/core/store/tables/index.ts';
import { describeOnEveryEngine } from '../../support/describe-on-every-engine.ts';
import { exampleBody } from '../../support/example-channel.ts';
import { createTestCore } from '../../support/test-core.ts';
import { at, createReceivingScene, textFrom } from './receiving-scene.ts';

describeOnEveryEngine('receiving messages', (open) => {
  it('makes one message of ten copies that come at once', async () => {
    const { core, post, log } = await createReceivingScene(await open());

    const answers = await Promise.all(Array.from({ length: 10 }, () => post(textFrom('ada', '1', 'hello'))));

    expect(new Set(answers)).toEqual(new Set([200]));
    expect(await core.db.orm.select().from(messages)).toHaveLength(1);
    expect(await log()).toEqual([
      'CONTACT_CREATED',
      'CONVERSATION_CREATED',
      'CASE_OPENED',
      'MESSAGE_RECEIVED',
    ]);
  });

  it('keeps messages, numbers, unread counts and the log exact when three writers race with copies', async () => {
    const db = await open();
    const scene = await createReceivingScene(db);
    // Three processes: each has its own queue, cache and writers on the same database.
    const others = [1, 2].map(() => createIntake(createTestCore({ db, clock: scene.core.clock })));
    const distinct = Array.from({ length: 120 }, (_, index) =>
      textFrom(`person ${index % 7}`, `m${index}`, `text ${index}`, { sentAt: at(index) }),
    );
    const copies = distinct.flatMap((event) => [event, event, event, event]);
    copies.sort(
      (one, other) => (Number(one.externalId.slice(1)) % 11) - (Number(other.externalId.slice(1)) % 11),
    );

    const answers = await Promise.all(
      copies.map(async (event, index) => {
        const intake = [scene.intake, ...others][index % 3];
        const request = {
          method: 'POST' as const,
          query: {},
          headers: { 'x-example-secret': 'webhook-secret' },
          body: exampleBody(event),
        };
        return (await intake?.receiveWebhook('example', scene.account.id, request))?.status;
      }),
    );

    expect(answers.filter((status) => status !== 200)).toEqual([]);
    const stored = await db.orm
      .select()
      .from(messages)
      .orderBy(asc(messages.conversationId), asc(messages.number));
    expect(stored).toHaveLength(120);
    const threads = await db.orm.select().from(conversations);
    expect(threads).toHaveLength(7);
    for (const thread of threads) {
      const own = stored.filter(({ conversationId }) => conversationId === thread.id);
      expect(own.map(({ number }) => number)).toEqual(own.map((_, index) => index + 1));
      expect([thread.messageCount, thread.unreadCount]).toEqual([own.length, own.length]);
      const last = own.toSorted((a, b) => a.sentAt.getTime() - b.sentAt.getTime()).at(-1);
      expect([thread.lastMessageId, thread.lastMessageAt]).toEqual([last?.id, last?.sentAt]);
    }
    const log = await scene.log();
    expect(log.filter((type) => type === 'MESSAGE_RECEIVED')).toHaveLength(120);
    expect(log.filter((type) => type === 'CASE_OPENED')).toHaveLength(7);
    expect((await db.orm.select().from(contacts)).length).toBe(7);
  });

  it('lets a message that can not be stored stop nobody else', async () => {
    const { core, post } = await createReceivingScene(await open());
    const poison = textFrom(
      'ada',
      'x'.repeat(20_000) + Array.from({ length: 9_000 }, (_, i) => (i * 7919).toString(36)).join(''),
      'no index holds my id',
    );

    const answers = await Promise.all([
      ...Array.from({ length: 20 }, (_, index) => post(textFrom('ada', `m${index}`, 'well'))),
      post(poison),
      ...Array.from({ length: 20 }, (_, index) => post(textFrom('bob', `n${index}`, 'well'))),
    ]);

    expect(new Set(answers)).toEqual(new Set([200]));
    expect(await core.db.orm.select().from(messages)).toHaveLength(40);
    const letters = await core.db.orm.select().from(deadLetters);
    expect(letters.map(({ reason }) => reason)).toEqual(['not-storable']);
    expect(letters[0]?.body).toEqual(exampleBody(poison));
  });

  it('stores what PostgreSQL can not hold visibly replaced, and the raw body beside it', async () => {
    const { core, post } = await createReceivingScene(await open());
    const event = textFrom('ada', '1', 'nul \u0000 and half a pair \ud83d.');

    expect(await post(event)).toBe(200);

    const [message] = await core.db.orm.select().from(messages);
    expect(message?.parts).toEqual([{ type: 'text', text: 'nul \ufffd and half a pair \ufffd.' }]);
    expect(message?.raw).toEqual(exampleBody(event));
  });

  it('stores a megabyte of text whole', async () => {
    const { core, post } = await createReceivingScene(await open());
    const text = 'All of it. '.repeat(100_000);

    expect(await post(textFrom('ada', '1', text))).toBe(200);

    const [message] = await core.db.orm.select().from(messages);
    expect(message?.parts).toEqual([{ type: 'text', text }]);
    expect(message?.raw).toBeNull();
  });

  it('puts a late message where it belongs by the time it was sent', async () => {
    const { core, post } = await createReceivingScene(await open());

    await post(textFrom('ada', '2', 'second', { sentAt: at(60) }));
    await post(textFrom('ada', '1', 'first', { sentAt: at(0) }));

    const stored = await core.db.orm.select().from(messages).orderBy(asc(messages.sentAt), asc(messages.id));
    const [thread] = await core.db.orm.select().from(conversations);
    expect(stored.map(({ preview, number }) => [preview, number])).toEqual([
      ['first', 2],
      ['second', 1],
    ]);
    expect(thread?.lastMessageId).toBe(stored[1]?.id);
    expect(thread?.lastInboundAt).toEqual(at(60));
  });

  it('finds the message that is answered, also in the same body', async () => {
    const { core, post } = await createReceivingScene(await open());

    await post(textFrom('ada', '1', 'question'));
    await post(
      textFrom('ada', '2', 'answer', { replyToExternalId: '1', sentAt: at(1) }),
      textFrom('ada', '3', 'answer to the answer', { replyToExternalId: '2', sentAt: at(2) }),
    );

    const [first, second, third] = await core.db.orm.select().from(messages).orderBy(asc(messages.sentAt));
    expect([second?.replyToId, third?.replyToId]).toEqual([first?.id, second?.id]);
  });

  it('makes one contact and one conversation of several first messages in one body', async () => {
    const { core, post } = await createReceivingScene(await open());

    await post(...[1, 2, 3].map((n) => textFrom('ada', String(n), `text ${n}`, { sentAt: at(n) })));

    const [thread] = await core.db.orm.select().from(conversations);
    expect(await core.db.orm.select().from(identities)).toHaveLength(1);
    expect([thread?.messageCount, thread?.unreadCount]).toEqual([3, 3]);
  });

  it('knows a person by an alias', async () => {
    const { core, post } = await createReceivingScene(await open());

    await post(textFrom('ada', '1', 'by id', { sender: { externalId: 'ada', aliases: ['+49123'] } }));
    await post(textFrom('+49123', '2', 'by number'));

    expect(await core.db.orm.select().from(identities)).toHaveLength(1);
    expect(await core.db.orm.select().from(conversations)).toHaveLength(1);
  });

  it('follows a person who renames themselves, but not into the past', async () => {
    const { core, post, log } = await createReceivingScene(await open());
    const named = (displayName: string, externalId: string, second: number) =>
      textFrom('ada', externalId, 'hi', {
        sender: { externalId: 'ada', displayName, locale: 'de' },
        sentAt: at(second),
      });

    await post(named('Ada', '1', 10));
    await post(named('Ada Lovelace', '2', 20));
    await post(named('Miss Byron', '3', 5));

    const [contact] = await core.db.orm.select().from(contacts);
    const [identity] = await core.db.orm.select().from(identities);
    expect([contact?.name, identity?.displayName]).toEqual(['Ada Lovelace', 'Ada Lovelace']);
    expect((await log()).filter((type) => type === 'CONTACT_CHANGED')).toHaveLength(1);
  });

  it('opens the next case after a resolved one, and reopens within the grace of the inbox', async () => {
    const db = await open();
    const { core, post, workspace, log } = await createReceivingScene(db);
    const resolve = async () => {
      const [unresolved] = (await db.orm.select().from(cases)).filter(({ status }) => status !== 'RESOLVED');
      if (unresolved === undefined) throw new Error('No case is open.');
      await setCaseStatus(core, workspace.owner, {
        caseId: unresolved.id,
        status: 'RESOLVED',
        snoozedUntil: null,
      });
    };

    await post(textFrom('ada', '1', 'help'));
    await resolve();
    core.clock.advance(1_000);
    await post(textFrom('ada', '2', 'help again'));
    expect(
      (await db.orm.select().from(cases).orderBy(asc(cases.number))).map(({ number, status }) => [
        number,
        status,
      ]),
    ).toEqual([
      [1, 'RESOLVED'],
      [2, 'OPEN'],
    ]);
    await db.run({ name: 'grace', text: 'UPDATE inboxes SET case_reopen_grace_ms = 60000' }, []);
    core.wake.accountChanged(
      (await db.orm.select().from(messages))[0]?.channelAccountId ?? (workspace.workspace.id as never),
    );
    await resolve();
    core.clock.advance(1_000);
    await post(textFrom('ada', '3', 'one more thing'));

    expect(
      (await db.orm.select().from(cases).orderBy(asc(cases.number))).map(({ status }) => status),
    ).toEqual(['RESOLVED', 'OPEN']);
    expect((await log()).at(-2)).toBe('CASE_CHANGED');
  });

  it('leaves files at the platform for the media fetcher and shows the message at once', async () => {
    const { core, post } = await createReceivingScene(await open());

    await post(
      textFrom('ada', '1', '', {
        parts: [{ type: 'media', kind: 'image', source: { from: 'platform', reference: 'file-1' } }],
      }),
    );

    const [message] = await core.db.orm.select().from(messages);
    const [file] = await core.db.orm.select().from(media);
    expect(file).toMatchObject({ status: 'PENDING', reference: 'file-1', messageId: message?.id });
    expect(message?.parts).toMatchObject([{ source: { from: 'store', mediaId: file?.id } }]);
  });
});
