import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ChannelDefinition, retryKeyOf } from '../../../src/core/channel/index.ts';
import { resolveUnconfirmed } from '../../../src/core/inbox/settle-by-hand.ts';
import type { Message } from '../../../src/core/store/rows.ts';
import { identities } from '../../../src/core/store/tables/index.ts';
import { describeOnEveryEngine } from '../../support/describe-on-every-engine.ts';
import { exampleChannel } from '../../support/example-channel.ts';
import { createSendingScene, type SendingScene, SOON } from './sending-scene.ts';

const HOUR_MS = 60 * 60_000;
const LEASE_MS = 30_000;

/** The example with a platform that knows a request again for an hour. */
const withRetryKey: ChannelDefinition = {
  ...exampleChannel,
  capabilities: { ...exampleChannel.capabilities, retryKey: { validForMs: HOUR_MS } },
};

describeOnEveryEngine('a channel whose platform takes no request twice', (open) => {
  let scene: SendingScene;
  beforeEach(async () => {
    earlier = 0;
    scene = await createSendingScene(open, { channel: withRetryKey });
  });
  afterEach(() => scene.close());

  let earlier = 0;
  const sentTo = (name: string) => scene.platform.requests.slice(earlier).filter(({ to }) => to === name);
  const outcomesOf = async (id: Parameters<SendingScene['attemptsOf']>[0]) =>
    (await scene.attemptsOf(id)).map(({ outcome }) => outcome);

  it('is asked again when an answer got lost, until it answers', async () => {
    scene.platform.answers(({ to, messageId }) =>
      to === 'Ada' && sentTo('Ada').length === 1
        ? 'reset'
        : { status: 200, body: { externalIds: [messageId] } },
    );
    const { id } = await scene.send(await scene.customer('Ada'), 'hello?');

    scene.delivery.start();
    await expect.poll(() => outcomesOf(id), SOON).toEqual(['indeterminate']);
    await scene.advance(60_000);
    await scene.becomes(id, 'SENT');

    expect(await outcomesOf(id)).toEqual(['indeterminate', 'accepted']);
    expect(await scene.told(id)).toEqual(['MESSAGE_QUEUED', 'SENT']);
  });

  it('is asked again when the process that asked has ended', async () => {
    scene.platform.answers(({ to, messageId }) =>
      to === 'Ada' && sentTo('Ada').length === 1
        ? new Promise(() => {})
        : { status: 200, body: { externalIds: [messageId] } },
    );
    const { id } = await scene.send(await scene.customer('Ada'), 'hello?');
    scene.delivery.start();
    await expect.poll(() => sentTo('Ada').length, SOON).toBe(1);

    await scene.advance(2 * LEASE_MS);
    scene.anotherProcess().delivery.start();
    await scene.becomes(id, 'SENT');

    expect(await outcomesOf(id)).toEqual(['indeterminate', 'accepted']);
    expect(await scene.told(id)).toEqual(['MESSAGE_QUEUED', 'SENT']);
  });

  it('is not asked again when it would not know the key any more: a person decides', async () => {
    const { id } = await leftInDoubt('Ada');

    await scene.advance(HOUR_MS);
    scene.anotherProcess().delivery.start();
    const held = await scene.becomes(id, 'UNCONFIRMED');

    expect(held.failure).toMatchObject({ kind: 'indeterminate', platformCode: 'confab:key-expired' });
    expect(sentTo('Ada')).toHaveLength(0);
    await resolveUnconfirmed(scene.core, scene.workspace.owner, { id, resolution: 'RESEND' });
    await scene.becomes(id, 'SENT');
    expect(sentTo('Ada')).toHaveLength(1);
  });

  it('does not make a refusal of what may have been sent', async () => {
    const { id, identityId } = await leftInDoubt('Ada');

    await scene.core.db.orm
      .update(identities)
      .set({ reachability: 'BLOCKED' })
      .where(eq(identities.id, identityId));
    await scene.advance(60_000);
    scene.anotherProcess().delivery.start();
    await scene.becomes(id, 'UNCONFIRMED');

    expect(sentTo('Ada')).toHaveLength(0);
  });

  /** A message whose answers got lost until the process that sent it was stopped; from then on requests count. */
  async function leftInDoubt(name: string): Promise<Message> {
    scene.platform.answers(() => 'reset');
    const message = await scene.send(await scene.customer(name), 'hello?');
    scene.delivery.start();
    await expect.poll(async () => (await outcomesOf(message.id))[0], SOON).toBe('indeterminate');
    await scene.delivery.stop();
    earlier = scene.platform.requests.length;
    scene.platform.accepts();
    return message;
  }
});

describe('a retry key', () => {
  const id = '0198f000-0000-7000-8000-000000000001';

  it('is a UUID, the same for the same request of the same message, and no other request’s', () => {
    const keys = [
      retryKeyOf(id, 0),
      retryKeyOf(id, 1),
      retryKeyOf('0198f000-0000-7000-8000-000000000002', 0),
    ];

    expect(keys[0]).toMatch(/^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/u);
    expect(retryKeyOf(id, 0)).toBe(keys[0]);
    expect(new Set(keys).size).toBe(3);
  });
});
