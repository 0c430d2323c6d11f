import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { and, desc, eq, gt } from 'drizzle-orm';
import { vi } from 'vitest';
import { BUILT_IN_CHANNELS } from '../../../../src/built-in-channels.ts';
import { type ChannelDefinition, ChannelError } from '../../../../src/core/channel/index.ts';
import { draftEntry, type Said } from '../../../../src/core/consent/ledger-entry.ts';
import { createDelivery } from '../../../../src/core/delivery/delivery.ts';
import { connectChannelAccount } from '../../../../src/core/inbox/connect-channel-account.ts';
import { createIntake } from '../../../../src/core/inbox/intake.ts';
import { sendMessage } from '../../../../src/core/inbox/send-message.ts';
import { toOutbound } from '../../../../src/core/inbox/to-outbound.ts';
import type { Weighed } from '../../../../src/core/inbox/weighed.ts';
import type { ConsentAction } from '../../../../src/core/model/consent.ts';
import type { IdentityId, MessageId } from '../../../../src/core/model/ids.ts';
import type { Part } from '../../../../src/core/model/part.ts';
import { appendConsent } from '../../../../src/core/store/consent-ledger.ts';
import { newId } from '../../../../src/core/store/new-id.ts';
import type { ChannelAccount, Identity, Message, Topic } from '../../../../src/core/store/rows.ts';
import {
  channelAccounts,
  contacts,
  identities,
  messages,
  templates,
} from '../../../../src/core/store/tables/index.ts';
import { createWebhookHandler } from '../../../../src/http/webhooks.ts';
import {
  createTestCore,
  createTestWorkspace,
  type TestCore,
  type TestWorkspace,
} from '../../../support/test-core.ts';
import type { TestDatabase } from '../../../support/test-database.ts';
import type { SampleTemplate } from './platform.ts';

/** The gateway of a dry run: its real front door for webhooks and its real queue, in time that a test moves. */
export interface Stage {
  readonly core: TestCore;
  readonly workspace: TestWorkspace;
  readonly clock: TestCore['clock'];
  connect(account: AccountToConnect): Promise<ChannelAccount>;
  webhookUrl(account: ChannelAccount): string;
  /** Told of every body that a platform brings. */
  onWebhook(listener: (body: Buffer) => void): void;
  /** Puts what the platform has approved where a sync puts it. */
  knows(account: ChannelAccount, samples: readonly SampleTemplate[]): Promise<void>;
  /** Whoever comes into being at this account through `act`; waits until `isSo` is known of them. */
  newcomer(
    account: ChannelAccount,
    act: () => void,
    isSo?: (identity: Identity) => boolean,
  ): Promise<Identity>;
  becomes(identity: Identity, isSo: (identity: Identity) => boolean): Promise<Identity>;
  /** Somebody of whom only the address is known, as from a list. */
  stranger(account: ChannelAccount, externalId: string): Promise<Identity>;
  /** What the ledger says of the contact here; null: of promotion as a whole. */
  records(
    identity: Identity,
    account: ChannelAccount,
    action: ConsentAction,
    topic: Topic | null,
  ): Promise<void>;
  /** Promotion that they agreed to goes to them and does not arrive; where none may be sent, none is. */
  misses(identity: Identity, account: ChannelAccount, promotion: Part): Promise<void>;
  settled(id: MessageId): Promise<Message>;
  /** Past policy and the queue: what the platform itself says to the message. */
  straight(identity: Identity, account: ChannelAccount, message: Weighed): Promise<Straight>;
  close(): Promise<void>;
}

export interface AccountToConnect {
  readonly channel: string;
  readonly credentials: Readonly<Record<string, string>>;
  readonly settings?: Readonly<Record<string, string>>;
  readonly apiBaseUrl: string;
}

export type Straight =
  | { readonly kind: 'unrenderable' }
  | { readonly kind: 'taken'; readonly externalId: string }
  | { readonly kind: 'refused'; readonly error: ChannelError };

const OPTIONS = { onUnsupported: 'DEGRADE', overlongText: 'SPLIT', isSilent: false } as const;
/** How long a fact is waited for. */
const SOON = { timeout: 120_000, interval: 8 };
const HOUR_MS = 60 * 60 * 1000;
const UNSETTLED: readonly Message['status'][] = ['QUEUED', 'SENDING'];

export async function createStage(db: TestDatabase): Promise<Stage> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const publicUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const core = createTestCore({ db, channels: BUILT_IN_CHANNELS, publicUrl });
  const workspace = await createTestWorkspace(core);
  const intake = createIntake(core);
  const handleWebhook = createWebhookHandler((...webhook) => intake.receiveWebhook(...webhook));
  const listeners: ((body: Buffer) => void)[] = [];
  server.on('request', (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      for (const listener of listeners) listener(Buffer.concat(chunks));
    });
    handleWebhook(request, response).catch(() => response.destroy());
  });
  const delivery = createDelivery(core, { pollMs: 50, recoverMs: 1_000, stopWithinMs: 2_000 });
  delivery.start();
  const { orm } = db;

  const find = async (id: IdentityId): Promise<Identity> => {
    const [identity] = await orm.select().from(identities).where(eq(identities.id, id));
    if (identity === undefined) throw new Error('An identity vanished.');
    return identity;
  };
  const becomes: Stage['becomes'] = ({ id }, isSo) =>
    vi.waitUntil(async () => {
      const identity = await find(id);
      return isSo(identity) && identity;
    }, SOON);
  const records: Stage['records'] = async (identity, account, action, topic) => {
    const now = core.clock.now();
    const said: Said = {
      ...{ topic, purpose: 'MARKETING', action, method: 'RECORDED', isOwnWord: true, recordedBy: 'a test' },
      occurredAt: now,
      expiresAt: action === 'REQUESTED' ? new Date(now.getTime() + HOUR_MS) : null,
    };
    await db.transaction((queries) => appendConsent(queries, draftEntry({ identity, account }, said, now)));
  };
  const settled: Stage['settled'] = (id) =>
    vi.waitUntil(async () => {
      const [message] = await orm.select().from(messages).where(eq(messages.id, id));
      return message !== undefined && !UNSETTLED.includes(message.status) && message;
    }, SOON);

  return {
    core,
    workspace,
    clock: core.clock,
    becomes,
    onWebhook: (listener) => listeners.push(listener),
    webhookUrl: ({ channel, id }) => `${publicUrl}/webhooks/${channel}/${id}`,
    async connect({ credentials, settings = {}, ...account }) {
      const named = (values: Readonly<Record<string, string>>) =>
        Object.entries(values).map(([name, value]) => ({ name, value }));
      const outcome = await connectChannelAccount(core, workspace.owner, {
        ...account,
        name: account.channel,
        inboxId: null,
        credentials: named(credentials),
        settings: named(settings),
      });
      if (outcome.kind !== 'done' || outcome.account.status !== 'ACTIVE') {
        throw new Error(`Not connected: ${JSON.stringify(outcome)}`);
      }
      return outcome.account;
    },
    async newcomer(account, act, isSo = () => true) {
      const before = newId<IdentityId>();
      act();
      const identity = await vi.waitUntil(async () => {
        const [newest] = await orm
          .select()
          .from(identities)
          .where(and(eq(identities.channelAccountId, account.id), gt(identities.id, before)))
          .orderBy(desc(identities.id))
          .limit(1);
        return newest;
      }, SOON);
      return becomes(identity, isSo);
    },
    async stranger(account, externalId) {
      const { workspaceId } = account;
      const createdAt = core.clock.now();
      const contactId = newId<Identity['contactId']>();
      await orm
        .insert(contacts)
        .values({ id: contactId, workspaceId, name: 'From a list', attributes: {}, tags: [], createdAt });
      const id = newId<IdentityId>();
      await orm.insert(identities).values({
        id,
        workspaceId,
        channelAccountId: account.id,
        contactId,
        externalId,
        kind: 'PERSON',
        reachability: 'UNKNOWN',
        createdAt,
      });
      return find(id);
    },
    records,
    async misses(identity, account, promotion) {
      await records(identity, account, 'CONFIRMED', null);
      const outcome = await sendMessage(core, workspace.owner, {
        ...{ conversationId: null, identityId: identity.id, replyToId: null },
        ...{ purpose: 'MARKETING', parts: [promotion], options: OPTIONS, idempotencyKey: newId() },
      });
      if (outcome.kind !== 'queued') return;
      await vi.waitUntil(async () => (await settled(outcome.message.id)).status === 'FAILED', SOON);
    },
    settled,
    async knows({ id, workspaceId }, samples) {
      for (const { part, category, isApproved, text } of samples) {
        const { name, language } = part;
        const now = core.clock.now();
        const status = isApproved ? 'APPROVED' : 'REJECTED';
        await orm.insert(templates).values({
          ...{ id: newId(), workspaceId, channelAccountId: id, externalId: name, name, language },
          ...{ category, isApproved, status, platformStatus: status },
          ...{ createdAt: now, changedAt: now, syncedAt: now },
          content: {
            variableStyle: 'positional',
            body: { text, examples: {} },
            ...{ header: null, footer: null, buttons: [] },
          },
        });
      }
    },
    async straight(identity, account, message) {
      const adapter = adapterOf(core, account.channel);
      const [current = account] = await orm
        .select()
        .from(channelAccounts)
        .where(eq(channelAccounts.id, account.id));
      const rendering = adapter.render(
        await toOutbound(core, adapter, {
          id: newId(),
          message: {
            ...message,
            options: OPTIONS,
          },
          recipient: identity,
          replyToExternalId: null,
          account: current,
          at: core.clock.now(),
        }),
      );
      if (rendering.kind !== 'rendered') return { kind: 'unrenderable' };
      let externalId = '';
      for (const request of rendering.requests) {
        try {
          const receipt = await adapter.send(request, await core.openAccount(current, 10_000));
          externalId = receipt.externalIds[0] ?? '';
        } catch (error) {
          if (error instanceof ChannelError && error.kind === 'rejected') return { kind: 'refused', error };
          throw error;
        }
      }
      return { kind: 'taken', externalId };
    },
    async close() {
      await delivery.stop();
      await intake.drain();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await core.wake.close();
    },
  };
}

export function adapterOf(core: TestCore, channel: string): ChannelDefinition {
  const adapter = core.channels.find(channel);
  if (adapter === null) throw new Error(`No channel "${channel}".`);
  return adapter;
}
