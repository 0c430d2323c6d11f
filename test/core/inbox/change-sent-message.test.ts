import { expect, it, vi } from 'vitest';
import { telegram } from '../../../src/channels/telegram/index.ts';
import { startTelegramSimulator } from '../../../src/channels/telegram/simulator/index.ts';
import { createDelivery } from '../../../src/core/delivery/delivery.ts';
import { deleteMessage, editMessage } from '../../../src/core/inbox/change-sent-message.ts';
import { createIntake } from '../../../src/core/inbox/intake.ts';
import { type SendMessageCommand, sendMessage } from '../../../src/core/inbox/send-message.ts';
import { identities, messages } from '../../../src/core/store/tables/index.ts';
import { describeOnEveryEngine, type OpenTestDatabase } from '../../support/describe-on-every-engine.ts';
import { createTestCore, createTestWorkspace } from '../../support/test-core.ts';
import { connectTestAccount } from '../../support/workspace.ts';

describeOnEveryEngine('a long text that Telegram got in two messages', (open) => {
  it('is taken back with both of them', async () => {
    await withSplitMessage(open, async ({ core, owner, id, simulator }) => {
      const done = await deleteMessage(core, owner, { id });

      expect(done.kind).toBe('done');
      const deleted = simulator.requests.items.filter(({ operation }) => operation === 'deletemessage');
      expect(new Set(deleted.map(({ parameters }) => JSON.stringify(parameters))).size).toBe(2);
    });
  });

  it('is not changed in its first half alone', async () => {
    await withSplitMessage(open, async ({ core, owner, id, simulator }) => {
      const answer = await editMessage(core, owner, { id, parts: [{ type: 'text', text: 'Shorter' }] });

      expect(answer).toMatchObject({ kind: 'validation-failed', path: ['id'] });
      expect(simulator.requests.items.some(({ operation }) => operation.startsWith('edit'))).toBe(false);
    });
  });
});

type Scene = Awaited<ReturnType<typeof createScene>>;

async function withSplitMessage(
  open: OpenTestDatabase,
  check: (scene: Scene) => Promise<void>,
): Promise<void> {
  const scene = await createScene(open);
  try {
    await check(scene);
  } finally {
    await scene.delivery.stop();
    await scene.core.wake.close();
    await scene.simulator.close();
  }
}

async function createScene(open: OpenTestDatabase) {
  const simulator = await startTelegramSimulator();
  const bot = simulator.addBot();
  const core = createTestCore({ db: await open(), channels: [telegram] });
  const { owner } = await createTestWorkspace(core);
  const account = await connectTestAccount(core, owner, {
    channel: 'telegram',
    credentials: { botToken: bot.token, webhookSecret: 'secret' },
    apiBaseUrl: simulator.url,
  });
  const customer = simulator.customer('Ada');
  await customer.starts();
  const intake = createIntake(core);
  const update = {
    update_id: 1,
    message: {
      message_id: 1,
      date: Math.floor(core.clock.now().getTime() / 1000),
      chat: { id: customer.id, type: 'private', first_name: 'Ada' },
      from: { id: customer.id, is_bot: false, first_name: 'Ada' },
      text: 'Tell me everything',
    },
  };
  await intake.receiveWebhook('telegram', account.id, {
    method: 'POST',
    headers: { 'x-telegram-bot-api-secret-token': 'secret' },
    query: {},
    body: new TextEncoder().encode(JSON.stringify(update)),
  });
  const [identity] = await core.db.orm.select().from(identities);
  const command: SendMessageCommand = {
    conversationId: null,
    identityId: identity?.id ?? null,
    parts: [{ type: 'text', text: 'Everything. '.repeat(500) }],
    purpose: 'SERVICE',
    replyToId: null,
    options: { overlongText: 'SPLIT', onUnsupported: 'DEGRADE', isSilent: false },
    idempotencyKey: 'long',
  };
  const sent = await sendMessage(core, owner, command);
  if (sent.kind !== 'queued') throw new Error(JSON.stringify(sent));
  const delivery = createDelivery(core);
  delivery.start();
  await vi.waitFor(
    async () =>
      expect((await core.db.orm.select().from(messages)).map(({ status }) => status)).toContain('SENT'),
    { timeout: 120_000 },
  );
  return { core, owner, id: sent.message.id, simulator, delivery };
}
