import { expect, it } from 'vitest';
import type { AccountContext, ChannelDefinition, WebhookRequest } from '../../../src/core/channel/index.ts';
import { createIntake } from '../../../src/core/inbox/intake.ts';
import { messages } from '../../../src/core/store/tables/index.ts';
import { describeOnEveryEngine } from '../../support/describe-on-every-engine.ts';
import { exampleBody, exampleChannel } from '../../support/example-channel.ts';
import { createTestCore } from '../../support/test-core.ts';
import { createReceivingScene, textFrom } from './receiving-scene.ts';

type Complete = (request: WebhookRequest, context: AccountContext) => Promise<Uint8Array>;

describeOnEveryEngine('a body that says something beside itself', (open) => {
  const receive = async (complete: Complete, secret = 'webhook-secret') => {
    const db = await open();
    const { account } = await createReceivingScene(db);
    const { webhook } = exampleChannel;
    const channel: ChannelDefinition = { ...exampleChannel, webhook: { ...webhook, complete } };
    const core = createTestCore({ db, channels: [channel] });
    const { status } = await createIntake(core).receiveWebhook('example', account.id, {
      method: 'POST',
      headers: { 'x-example-secret': secret },
      query: {},
      body: exampleBody(textFrom('ada', '1', 'as it came')),
    });
    return { status, previews: (await db.orm.select().from(messages)).map(({ preview }) => preview), core };
  };

  it('is completed before it is read', async () => {
    const { status, previews } = await receive(async () => exampleBody(textFrom('ada', '1', 'whole')));

    expect([status, previews]).toEqual([200, ['whole']]);
  });

  it('is read as it came when completing fails', async () => {
    const { status, previews, core } = await receive(() => Promise.reject(new Error('no route')));

    expect([status, previews]).toEqual([200, ['as it came']]);
    expect(core.log.entries.map(({ sentence }) => sentence)).toContain('an adapter failed to complete');
  });

  it('is never touched when it is forged', async () => {
    let calls = 0;
    const { status } = await receive(async ({ body }) => {
      calls += 1;
      return body;
    }, 'wrong');

    expect([status, calls]).toEqual([401, 0]);
  });
});
