import { afterEach, beforeEach, expect, it } from 'vitest';
import { defineChannel } from '../../../src/core/channel/index.ts';
import { createIntake, type Intake } from '../../../src/core/inbox/intake.ts';
import { describeOnEveryEngine } from '../../support/describe-on-every-engine.ts';
import { exampleBody, exampleChannel } from '../../support/example-channel.ts';
import { createTestCore, createTestWorkspace, type TestCore } from '../../support/test-core.ts';
import { connectTestAccount } from '../../support/workspace.ts';

/** Answers every body with what it was told about its account. */
const talkative = defineChannel({
  ...exampleChannel,
  webhook: {
    ...exampleChannel.webhook,
    answer: (_body, { publicCredentials }) => ({
      status: 200,
      contentType: 'application/json',
      body: JSON.stringify(publicCredentials),
    }),
  },
});

describeOnEveryEngine('the answer to a webhook', (open) => {
  let core: TestCore;
  let intake: Intake;
  beforeEach(async () => {
    core = createTestCore({ db: await open(), channels: [talkative] });
    intake = createIntake(core);
  });
  afterEach(async () => {
    await intake.drain();
    await core.wake.close();
  });

  it('is made with every credential that is no secret, and none that is', async () => {
    const { owner } = await createTestWorkspace(core);
    const account = await connectTestAccount(core, owner, {
      channel: 'example',
      credentials: { webhookSecret: 'secret', accountId: '55' },
    });

    const answer = await intake.receiveWebhook('example', account.id, {
      method: 'POST',
      headers: { 'x-example-secret': 'secret' },
      query: {},
      body: exampleBody(),
    });

    expect(answer).toMatchObject({ status: 200, body: '{"accountId":"55"}' });
  });
});
