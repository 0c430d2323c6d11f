import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import type { ChannelDefinition } from '../../../src/core/channel/index.ts';
import { createDelivery, type DeliveryOptions } from '../../../src/core/delivery/delivery.ts';
import { type SendMessageCommand, sendMessage } from '../../../src/core/inbox/send-message.ts';
import type { ContactId, IdentityId, MessageId } from '../../../src/core/model/ids.ts';
import { newId } from '../../../src/core/store/new-id.ts';
import type { ChannelAccount, Identity, Message } from '../../../src/core/store/rows.ts';
import { attempts, contacts, events, identities, messages } from '../../../src/core/store/tables/index.ts';
import type { OpenTestDatabase } from '../../support/describe-on-every-engine.ts';
import { exampleChannel } from '../../support/example-channel.ts';
import { type RecordingPlatform, startRecordingPlatform } from '../../support/recording-platform.ts';
import {
  createTestCore,
  createTestWorkspace,
  type TestCore,
  type TestWorkspace,
} from '../../support/test-core.ts';
import type { TestDatabase } from '../../support/test-database.ts';
import { connectTestAccount } from '../../support/workspace.ts';

export interface SceneOptions {
  readonly channel?: ChannelDefinition;
  readonly delivery?: DeliveryOptions;
  /** For a second process on the same database. */
  readonly db?: TestDatabase;
}

/** A workspace with one account whose platform is a recording server, and a worker that is not started yet. */
export interface SendingScene {
  readonly core: TestCore;
  readonly workspace: TestWorkspace;
  readonly account: ChannelAccount;
  readonly platform: RecordingPlatform;
  readonly delivery: ReturnType<typeof createDelivery>;
  /** A contact who has written before. */
  customer(name?: string, account?: ChannelAccount): Promise<Identity>;
  send(to: Identity, text: string, more?: Partial<SendMessageCommand>): Promise<Message>;
  message(id: MessageId): Promise<Message>;
  /** Waits for the fact. */
  becomes(id: MessageId, status: Message['status']): Promise<Message>;
  attemptsOf(id: MessageId): Promise<readonly (typeof attempts.$inferSelect)[]>;
  /** What the log tells of a message, in order. */
  told(id: MessageId): Promise<readonly string[]>;
  close(): Promise<void>;
}

export async function createSendingScene(
  open: OpenTestDatabase,
  options: SceneOptions = {},
): Promise<SendingScene> {
  const core = createTestCore({
    db: options.db ?? (await open()),
    channels: [options.channel ?? exampleChannel],
  });
  const workspace = await createTestWorkspace(core);
  const platform = await startRecordingPlatform();
  const account = await connectTestAccount(core, workspace.owner, {
    channel: 'example',
    credentials: { webhookSecret: 'secret', accountId: '55' },
    apiBaseUrl: platform.url,
  });
  const delivery = createDelivery(core, { pollMs: 500, recoverMs: 200, ...options.delivery });
  const { orm } = core.db;

  const scene: SendingScene = {
    core,
    workspace,
    account,
    platform,
    delivery,
    async customer(name = 'Ada', through = account) {
      const createdAt = core.clock.now();
      const contactId = newId<ContactId>();
      await orm.insert(contacts).values({
        id: contactId,
        workspaceId: workspace.workspace.id,
        name,
        attributes: {},
        tags: [],
        createdAt,
      });
      const [identity] = await orm
        .insert(identities)
        .values({
          id: newId<IdentityId>(),
          workspaceId: workspace.workspace.id,
          channelAccountId: through.id,
          contactId,
          externalId: name,
          kind: 'PERSON',
          reachability: 'REACHABLE',
          lastInboundAt: createdAt,
          createdAt,
        })
        .returning();
      if (identity === undefined) throw new Error('An insert returned no row.');
      return identity;
    },
    async send(to, text, more = {}) {
      const outcome = await sendMessage(core, workspace.owner, {
        conversationId: null,
        identityId: to.id,
        parts: [{ type: 'text', text }],
        purpose: 'SERVICE',
        replyToId: null,
        options: { onUnsupported: 'DEGRADE', overlongText: 'SPLIT', isSilent: false },
        idempotencyKey: newId(),
        ...more,
      });
      if (outcome.kind !== 'queued') throw new Error(`Not queued: ${JSON.stringify(outcome)}`);
      return outcome.message;
    },
    async message(id) {
      const [message] = await orm.select().from(messages).where(eq(messages.id, id));
      if (message === undefined) throw new Error('No such message.');
      return message;
    },
    async becomes(id, status) {
      await expect
        .poll(async () => (await scene.message(id)).status, { timeout: 15_000, interval: 20 })
        .toBe(status);
      return scene.message(id);
    },
    attemptsOf: (id) =>
      orm.select().from(attempts).where(eq(attempts.messageId, id)).orderBy(attempts.number),
    async told(id) {
      const rows = await orm.select().from(events).where(eq(events.messageId, id)).orderBy(events.number);
      return rows.map(({ type, detail }) => (typeof detail.status === 'string' ? detail.status : type));
    },
    async close() {
      await delivery.stop();
      await platform.close();
      await core.wake.close();
    },
  };
  return scene;
}
