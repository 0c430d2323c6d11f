import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ReceiptEvent } from '../../../src/core/channel/index.ts';
import { createIntake, type Intake } from '../../../src/core/inbox/intake.ts';
import type { ReceiptStatus } from '../../../src/core/model/delivery-status.ts';
import { receipts, workspaces } from '../../../src/core/store/tables/index.ts';
import { describeOnEveryEngine } from '../../support/describe-on-every-engine.ts';
import { exampleBody } from '../../support/example-channel.ts';
import { createSendingScene, type SendingScene } from './sending-scene.ts';

describeOnEveryEngine('receipts', (open) => {
  let scene: SendingScene;
  let intake: Intake;
  beforeEach(async () => {
    scene = await createSendingScene(open);
    intake = createIntake(scene.core);
  });
  afterEach(async () => {
    await intake.drain();
    await scene.close();
  });

  const report = async (status: ReceiptStatus, more: Partial<ReceiptEvent>) => {
    const event: ReceiptEvent = {
      kind: 'receipt',
      status,
      occurredAt: scene.core.clock.now(),
      target: { externalId: 'unknown' },
      ...more,
    };
    const answer = await intake.receiveWebhook('example', scene.account.id, {
      method: 'POST',
      query: {},
      headers: { 'x-example-secret': 'secret' },
      body: exampleBody(event),
    });
    expect(answer.status).toBe(200);
  };
  const historyOf = async (id: string) =>
    (
      await scene.core.db.orm
        .select()
        .from(receipts)
        .where(eq(receipts.messageId, id as typeof receipts.$inferSelect.messageId))
    )
      .map(({ status }) => status)
      .sort();

  it('that come before our own write are matched to it, by the platform’s id', async () => {
    scene.platform.answers(async () => {
      await report('DELIVERED', { target: { externalId: 'early' } });
      await report('READ', { target: { externalId: 'early' } });
      return { status: 200, body: { externalIds: ['early'] } };
    });
    const { id } = await scene.send(await scene.customer('Ada'), 'quick');

    scene.delivery.start();
    await scene.becomes(id, 'READ');

    expect(await historyOf(id)).toEqual(['DELIVERED', 'READ', 'SENT']);
    expect(await scene.told(id)).toEqual(['MESSAGE_QUEUED', 'SENT', 'DELIVERED', 'READ']);
  });

  it('that come before our own write are matched to it, as everything up to then', async () => {
    scene.platform.answers(async () => {
      scene.core.clock.advance(1_000);
      const upTo = new Date(scene.core.clock.now().getTime() + 60_000);
      await report('READ', { target: { recipientExternalId: 'Ada', upTo } });
      return { status: 200, body: { externalIds: ['early'] } };
    });
    const { id } = await scene.send(await scene.customer('Ada'), 'quick');

    scene.delivery.start();

    await scene.becomes(id, 'READ');
  });

  it('that name our own id settle a message whose answer was lost', async () => {
    scene.platform.answers(() => 'reset');
    const { id } = await scene.send(await scene.customer('Ada'), 'lost');
    scene.delivery.start();
    await scene.becomes(id, 'UNCONFIRMED');

    await report('SENT', { target: { externalId: 'learned' }, correlationId: id });

    expect(await scene.message(id)).toMatchObject({ status: 'SENT', externalId: 'learned', failure: null });
  });

  it('that come while a message waits to be sent again keep it from that', async () => {
    await scene.core.db.orm.update(workspaces).set({ unconfirmedPolicy: 'RESEND' });
    scene.platform.answers(({ to, messageId }) =>
      to === 'Ada' ? 'reset' : { status: 200, body: { externalIds: [messageId] } },
    );
    const { id } = await scene.send(await scene.customer('Ada'), 'lost');
    scene.delivery.start();
    await scene.becomes(id, 'UNCONFIRMED');

    await report('DELIVERED', { target: { externalId: 'learned' }, correlationId: id });
    await scene.advance(60 * 60_000);
    await scene.queueIsLookedAt();

    expect(await scene.message(id)).toMatchObject({ status: 'DELIVERED', isPossibleDuplicate: false });
    expect(scene.platform.requests.filter(({ to }) => to === 'Ada')).toHaveLength(1);
  });

  it('never move a status back, in whatever order they come and however often', async () => {
    const rank: readonly string[] = ['SENT', 'FAILED', 'DELIVERED', 'READ'];
    const ada = await scene.customer('Ada');
    const orders = permutations<ReceiptStatus>(['SENT', 'DELIVERED', 'READ', 'FAILED']);
    const sent = [];
    for (const order of orders) sent.push({ order, id: (await scene.send(ada, order.join(' '))).id });
    scene.delivery.start();
    for (const { id } of sent) await scene.becomes(id, 'SENT');

    for (const { order, id } of sent) {
      const { externalId } = await scene.message(id);
      for (const status of [...order, ...order]) {
        await report(status, { target: { externalId: externalId ?? '' } });
      }
    }

    for (const { order, id } of sent) {
      const told = (await scene.told(id)).slice(1);
      expect(told, order.join(' ')).toEqual(told.toSorted((a, b) => rank.indexOf(a) - rank.indexOf(b)));
      expect(new Set(told).size).toBe(told.length);
      expect((await scene.message(id)).status).toBe('READ');
      expect(await historyOf(id)).toEqual(['DELIVERED', 'FAILED', 'READ', 'SENT']);
    }
    expect(sent).toHaveLength(24);
  });
});

function permutations<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, index) =>
    permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]),
  );
}
