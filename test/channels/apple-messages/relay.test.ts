import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eq } from 'drizzle-orm';
import { expect, it, onTestFinished } from 'vitest';
import { appleMessages } from '../../../src/channels/apple-messages/index.ts';
import { createDelivery } from '../../../src/core/delivery/delivery.ts';
import { createIntake } from '../../../src/core/inbox/intake.ts';
import { sendMessage } from '../../../src/core/inbox/send-message.ts';
import type { ConversationId } from '../../../src/core/model/ids.ts';
import { conversations, messages } from '../../../src/core/store/tables/index.ts';
import { createWebhookHandler } from '../../../src/http/webhooks.ts';
import { describeOnEveryEngine } from '../../support/describe-on-every-engine.ts';
import { createTestCore, createTestWorkspace } from '../../support/test-core.ts';
import { connectTestAccount } from '../../support/workspace.ts';
import { BUSINESS_ID } from './credentials.ts';
import { startScriptedApple } from './scripted-apple.ts';

const ADA = 'urn:mbid:AQAAYada=';

describeOnEveryEngine('a conversation through another provider', (open) => {
  const begin = async () => {
    const relay = await startScriptedApple();
    const core = createTestCore({ db: await open(), channels: [appleMessages] });
    const { owner } = await createTestWorkspace(core);
    const intake = createIntake(core);
    const delivery = createDelivery(core, { pollMs: 50 });
    const handleWebhook = createWebhookHandler(intake.receiveWebhook);
    const server = createServer((request, response) => {
      void handleWebhook(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    delivery.start();
    onTestFinished(async () => {
      await delivery.stop();
      await intake.drain();
      server.close();
      await core.wake.close();
    });
    const account = await connectTestAccount(core, owner, {
      channel: 'apple-messages',
      credentials: {
        businessId: BUSINESS_ID,
        relayHeaders: 'X-Api-Key: key-of-ours\nX-Tenant: shop',
        relayWebhookHeader: 'X-Relay-Secret: between-us',
      },
      apiBaseUrl: relay.url,
      externalId: BUSINESS_ID,
    });
    const { port } = server.address() as AddressInfo;
    const tell = async (facts: object, headers: Readonly<Record<string, string>>) => {
      const body = { v: 1, sourceId: ADA, destinationId: BUSINESS_ID, ...facts };
      const response = await fetch(`http://127.0.0.1:${port}/webhooks/apple-messages/${account.id}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      });
      return response.status;
    };
    const say = async (text: string) => {
      const [conversation] = await core.db.orm.select().from(conversations);
      return sendMessage(core, owner, {
        conversationId: (conversation?.id ?? null) as ConversationId | null,
        identityId: null,
        parts: [{ type: 'text', text }],
        purpose: 'SERVICE',
        replyToId: null,
        options: { onUnsupported: 'DEGRADE', overlongText: 'SPLIT', isSilent: false },
        idempotencyKey: text,
      });
    };
    return { core, relay, tell, say };
  };
  const proof = { 'x-relay-secret': 'between-us' };

  it('is taken from whoever knows its secret, and from nobody else', async () => {
    const { core, tell } = await begin();
    const hello = { id: 'm1', type: 'text', body: 'Is my order ready?' };

    expect(await tell(hello, {})).toBe(401);
    expect(await tell(hello, { 'x-relay-secret': 'guessed' })).toBe(401);
    expect(await core.db.orm.select().from(messages)).toEqual([]);
    expect(await tell(hello, proof)).toBe(200);
    expect(await core.db.orm.select({ preview: messages.preview }).from(messages)).toEqual([
      { preview: 'Is my order ready?' },
    ]);
  });

  it('is answered with its headers in place of a token, in Apple’s own words, until the customer closes it', async () => {
    const { core, relay, tell, say } = await begin();
    await tell({ id: 'm1', type: 'text', body: 'Is my order ready?' }, proof);

    const sent = await say('Yes, collect it today.');
    const outbound = () =>
      core.db.orm
        .select({ status: messages.status })
        .from(messages)
        .where(eq(messages.direction, 'OUTBOUND'));
    await expect.poll(outbound, { timeout: 120_000 }).toEqual([{ status: 'SENT' }]);
    await tell({ id: 'm2', type: 'close' }, proof);
    const late = await say('Goodbye');

    expect(sent.kind).toBe('queued');
    expect(late).toMatchObject({ kind: 'refused', decision: { rule: 'opted-out' } });
    const [call, ...more] = relay.calls;
    expect(more).toEqual([]);
    expect(call).toMatchObject({
      path: '/message',
      headers: { 'x-api-key': 'key-of-ours', 'x-tenant': 'shop', 'destination-id': ADA },
      json: { v: 1, type: 'text', sourceId: BUSINESS_ID, destinationId: ADA, body: 'Yes, collect it today.' },
    });
    expect(call?.headers.authorization).toBeUndefined();
    expect(call?.headers['content-encoding']).toBeUndefined();
  });
});
