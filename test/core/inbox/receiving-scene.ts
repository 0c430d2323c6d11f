import { eq } from 'drizzle-orm';
import type {
  ChannelDefinition,
  InboundEvent,
  MessageEvent,
  WebhookAnswer,
} from '../../../src/core/channel/index.ts';
import { createIntake, type Intake } from '../../../src/core/inbox/intake.ts';
import type { ChannelAccountId } from '../../../src/core/model/ids.ts';
import { newId } from '../../../src/core/store/new-id.ts';
import type { ChannelAccount } from '../../../src/core/store/rows.ts';
import { channelAccounts, events, inboxes } from '../../../src/core/store/tables/index.ts';
import { exampleBody } from '../../support/example-channel.ts';
import {
  createTestCore,
  createTestWorkspace,
  type TestCore,
  type TestWorkspace,
} from '../../support/test-core.ts';
import type { TestDatabase } from '../../support/test-database.ts';

const SECRET = 'webhook-secret';

/** A workspace with one connected account whose platform posts whatever neutral events a test wants. */
export interface ReceivingScene {
  readonly core: TestCore;
  readonly workspace: TestWorkspace;
  readonly account: ChannelAccount;
  readonly intake: Intake;
  /** One body with these events; the status of the answer. */
  post(...inbound: readonly InboundEvent[]): Promise<number>;
  postBody(body: Uint8Array, secret?: string | null, account?: ChannelAccount): Promise<WebhookAnswer>;
  connect(name: string, change?: Partial<typeof channelAccounts.$inferInsert>): Promise<ChannelAccount>;
  /** The types of the workspace's log, in order; fails when its numbers have a hole. */
  log(): Promise<string[]>;
}

export async function createReceivingScene(
  db: TestDatabase,
  channels?: readonly ChannelDefinition[],
): Promise<ReceivingScene> {
  const core = createTestCore({ db, ...(channels !== undefined && { channels }) });
  const workspace = await createTestWorkspace(core);
  const workspaceId = workspace.workspace.id;
  const intake = createIntake(core);
  const [inbox] = await db.orm.select().from(inboxes).where(eq(inboxes.workspaceId, workspaceId));
  if (inbox === undefined) throw new Error('A workspace has a default inbox.');

  const connect: ReceivingScene['connect'] = async (name, change = {}) => {
    const id = newId<ChannelAccountId>();
    const credentials = JSON.stringify({ webhookSecret: SECRET, accountId: name });
    const [account] = await db.orm
      .insert(channelAccounts)
      .values({
        id,
        workspaceId,
        name,
        inboxId: inbox.id,
        channel: 'example',
        externalId: name,
        sealedCredentials: await core.vault.seal(workspaceId, `channel_accounts:${id}`, credentials),
        settings: {},
        receiveMode: 'webhook',
        status: 'ACTIVE',
        health: { level: 'ok', checkedAt: null, steps: [] },
        createdAt: core.clock.now(),
        ...change,
      })
      .returning();
    if (account === undefined) throw new Error('An insert returned no row.');
    return account;
  };
  const account = await connect('main');

  const postBody: ReceivingScene['postBody'] = (body, secret = SECRET, to = account) =>
    intake.receiveWebhook('example', to.id, {
      method: 'POST',
      headers: secret === null ? {} : { 'x-example-secret': secret },
      query: {},
      body,
    });

  return {
    core,
    workspace,
    account,
    intake,
    connect,
    postBody,
    post: async (...inbound) => (await postBody(exampleBody(...inbound))).status,
    async log() {
      const rows = await db.orm
        .select({ number: events.number, type: events.type })
        .from(events)
        .where(eq(events.workspaceId, workspaceId))
        .orderBy(events.number);
      rows.forEach(({ number }, index) => {
        if (number !== index + 1) throw new Error(`Event ${number} stands at place ${index + 1}.`);
      });
      return rows.map(({ type }) => type);
    },
  };
}

/** Seconds after nine in the morning, by the platform's clock. */
export const at = (seconds: number): Date =>
  new Date(Date.parse('2026-03-02T09:00:00.000Z') + seconds * 1000);

export function textFrom(
  sender: string,
  externalId: string,
  text: string,
  more: Partial<MessageEvent> = {},
): MessageEvent {
  return {
    kind: 'message',
    externalId,
    sender: { externalId: sender, displayName: `Name of ${sender}` },
    parts: [{ type: 'text', text }],
    sentAt: at(0),
    ...more,
  };
}
