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
import { connectTestAccount } from '../../support/workspace.ts';

/** How long a test waits for a fact before it gives up. */
export const SOON = { timeout: 120_000, interval: 20 };

export interface SceneOptions {
  readonly channel?: ChannelDefinition;
  readonly delivery?: DeliveryOptions;
}

/** A workspace with one account whose platform is a recording server, and a worker that is not started yet. */
export interface SendingScene {
  readonly core: TestCore;
  readonly workspace: TestWorkspace;
  readonly account: ChannelAccount;
  readonly platform: RecordingPlatform;
  readonly delivery: ReturnType<typeof createDelivery>;
  /** Another process on the same database; it stops with the scene. */
  anotherProcess(): { readonly core: TestCore; readonly delivery: ReturnType<typeof createDelivery> };
  /** Time passes, for us and for the database. */
  advance(ms: number): Promise<void>;
  /**
   * Proves that the queue was looked at since: a message of another account has gone out meanwhile, and results
   * are written in order.
   */
  queueIsLookedAt(): Promise<void>;
  /** A further account at the same platform. */
  connect(): Promise<ChannelAccount>;
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
  const db = await open();
  const channels = [options.channel ?? exampleChannel];
  const core = createTestCore({ db, channels });
  const workspace = await createTestWorkspace(core);
  const platform = await startRecordingPlatform();
  let accountCount = 0;
  const connect = () => {
    accountCount += 1;
    const externalId = String(54 + accountCount);
    return connectTestAccount(core, workspace.owner, {
      channel: 'example',
      externalId,
      credentials: { webhookSecret: 'secret', accountId: externalId },
      apiBaseUrl: platform.url,
    });
  };
  const account = await connect();
  let passedMs = 0;
  const nowMs = () => performance.now() + passedMs;
  const start = (on: TestCore) =>
    createDelivery(on, { pollMs: 200, recoverMs: 100, stopWithinMs: 2_000, nowMs, ...options.delivery });
  const delivery = start(core);
  const others: { readonly core: TestCore; readonly delivery: typeof delivery }[] = [];
  let bystander: Identity | null = null;
  const { orm } = core.db;

  const scene: SendingScene = {
    core,
    workspace,
    account,
    platform,
    delivery,
    connect,
    anotherProcess() {
      const other = createTestCore({ db, channels, clock: core.clock });
      const process = { core: other, delivery: start(other) };
      others.push(process);
      return process;
    },
    async advance(ms) {
      core.clock.advance(ms);
      passedMs += ms;
      await core.db.run(PASS_TIME, [ms / 1000]);
      for (const one of [core, ...others.map((other) => other.core)]) one.wake.outbox();
    },
    async queueIsLookedAt() {
      bystander ??= await scene.customer('a bystander', await connect());
      const { id } = await scene.send(bystander, 'still here');
      await scene.becomes(id, 'SENT');
    },
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
      await expect.poll(async () => (await scene.message(id)).status, SOON).toBe(status);
      return scene.message(id);
    },
    attemptsOf: (id) =>
      orm.select().from(attempts).where(eq(attempts.messageId, id)).orderBy(attempts.number),
    async told(id) {
      const rows = await orm.select().from(events).where(eq(events.messageId, id)).orderBy(events.number);
      return rows.map(({ type, detail }) => (typeof detail.status === 'string' ? detail.status : type));
    },
    async close() {
      await platform.close();
      for (const one of [{ core, delivery }, ...others]) {
        await one.delivery.stop();
        await one.core.wake.close();
      }
    },
  };
  return scene;
}

const PASS_TIME = {
  name: 'test_pass_time',
  text: `
    WITH passed AS (SELECT make_interval(secs => $1::float8) AS time), messages_ AS (
      UPDATE messages SET available_at = available_at - passed.time, lease_until = lease_until - passed.time
        FROM passed WHERE available_at IS NOT NULL OR lease_until IS NOT NULL
    )
    UPDATE channel_accounts SET throttled_until = throttled_until - passed.time FROM passed`,
};
