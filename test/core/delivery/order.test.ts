import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { claimMessages } from '../../../src/core/store/outbox-claim.ts';
import type { Message } from '../../../src/core/store/rows.ts';
import { attempts, messages } from '../../../src/core/store/tables/index.ts';
import { describeOnEveryEngine } from '../../support/describe-on-every-engine.ts';
import { createSendingScene, type SendingScene, SOON } from './sending-scene.ts';

describeOnEveryEngine('the order of delivery', (open) => {
  let scene: SendingScene;
  beforeEach(async () => {
    scene = await createSendingScene(open, { delivery: { maxCampaignsOnTheirWay: 6 } });
  });
  afterEach(() => scene.close());

  const claim = (most: number) =>
    claimMessages(scene.core.db, {
      messages: most,
      leaseMs: 30_000,
      byChannel: { example: 10 },
      byAccount: {},
      campaigns: 10,
      campaignsByAccount: {},
    });

  it('is the order of the conversation, whatever two processes and a stumbling platform do', async () => {
    const people = await Promise.all(['Ada', 'Bob', 'Cyd', 'Dan'].map((name) => scene.customer(name)));
    const sent: Message[] = [];
    for (let index = 0; index < 10; index += 1) {
      for (const person of people) sent.push(await scene.send(person, String(index)));
    }
    let count = 0;
    scene.platform.answers(() => {
      count += 1;
      return count % 5 === 0
        ? { status: 503 }
        : { status: 200, body: { externalIds: [`platform-${count}`] } };
    });

    scene.delivery.start();
    scene.anotherProcess().delivery.start();
    await expect
      .poll(
        async () => {
          await scene.advance(2_000);
          return (await Promise.all(sent.map(({ id }) => scene.message(id)))).every(
            ({ status }) => status === 'SENT',
          );
        },
        { timeout: 120_000, interval: 100 },
      )
      .toBe(true);

    for (const { externalId } of people) {
      const arrived = scene.platform.requests.filter(({ to }) => to === externalId).map(({ text }) => text);
      // A refused request comes again before anything behind it.
      expect([...new Set(arrived)]).toEqual(Array.from({ length: 10 }, (_, index) => String(index)));
      expect(arrived).toEqual(arrived.toSorted((one, other) => Number(one) - Number(other)));
    }
  });

  it('lets a conversation that is stuck hold up nobody else', async () => {
    const ada = await scene.customer('Ada');
    const bob = await scene.customer('Bob');
    let release = () => {};
    const stuck = new Promise<void>((resolve) => {
      release = resolve;
    });
    scene.platform.answers(async ({ to, messageId }) => {
      if (to === 'Ada') await stuck;
      return { status: 200, body: { externalIds: [`platform-${messageId}`] } };
    });
    const first = await scene.send(ada, 'stuck');
    const second = await scene.send(ada, 'behind it');
    const others: Message[] = [];
    for (let index = 0; index < 20; index += 1) others.push(await scene.send(bob, String(index)));

    scene.delivery.start();
    for (const { id } of others) await scene.becomes(id, 'SENT');

    expect((await scene.message(first.id)).status).toBe('SENDING');
    expect((await scene.message(second.id)).status).toBe('QUEUED');
    release();
    await scene.becomes(second.id, 'SENT');
  });

  it.each([
    ['an answer', { priority: 10 }],
    ['a newsletter', { priority: 0, authorKind: 'CAMPAIGN' as const }],
  ])(
    'keeps %s behind what is before it in its conversation, waiting or on the wire',
    async (_what, change) => {
      const ada = await scene.customer('Ada');
      const first = await scene.send(ada, 'first');
      const second = await scene.send(ada, 'second');
      await scene.core.db.orm.update(messages).set(change).where(eq(messages.id, second.id));

      const claimed = await claim(10);
      const claimedBesideIt = await claim(10);

      expect(claimed.map(({ id }) => id)).toEqual([first.id]);
      expect(claimedBesideIt).toEqual([]);
    },
  );

  it('puts dialogue before campaigns that have waited longer', async () => {
    const issue = await scene.send(await scene.customer('Ada'), 'issue 1');
    await scene.core.db.orm.update(messages).set({ priority: 0 }).where(eq(messages.id, issue.id));
    const answer = await scene.send(await scene.customer('Bob'), 'your answer');

    const claimed = await claim(1);

    expect(claimed.map(({ id }) => id)).toEqual([answer.id]);
  });

  it('lets an answer pass a newsletter that waits in the same conversation', async () => {
    const ada = await scene.customer('Ada');
    const issue = await scene.send(ada, 'issue 1');
    await scene.core.db.orm
      .update(messages)
      .set({ priority: 0, authorKind: 'CAMPAIGN', availableAt: FAR_AWAY })
      .where(eq(messages.id, issue.id));
    const answer = await scene.send(ada, 'your answer');

    scene.delivery.start();
    await scene.becomes(answer.id, 'SENT');

    expect((await scene.message(issue.id)).status).toBe('QUEUED');
  });

  it('leaves campaigns no more of an account than is on its way at once, so that answers go past them', async () => {
    const { orm } = scene.core.db;
    for (let index = 0; index < 40; index += 1) {
      await scene.send(await scene.customer(`reader ${index}`), 'issue 1');
    }
    await orm.update(messages).set({ priority: 0, authorKind: 'CAMPAIGN' });
    scene.platform.answers(({ to }) => (to.startsWith('reader') ? 'silence' : { status: 200, body: {} }));
    scene.delivery.start();
    await expect.poll(() => scene.platform.requests.length, SOON).toBe(6);

    const answer = await scene.send(await scene.customer('Bob'), 'your answer');
    await scene.becomes(answer.id, 'SENT');

    expect(scene.platform.requests).toHaveLength(7);
    const begun = await orm.select().from(attempts);
    expect(begun).toHaveLength(7);
  });
});

const FAR_AWAY = new Date('2100-01-01T00:00:00Z');
