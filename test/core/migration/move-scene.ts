import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { and, desc, eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { telegram } from '../../../src/channels/telegram/index.ts';
import { whatsapp } from '../../../src/channels/whatsapp/index.ts';
import { createAutomations } from '../../../src/core/automation/automations.ts';
import type { ChannelDefinition, InboundEvent } from '../../../src/core/channel/index.ts';
import { createTopic } from '../../../src/core/consent/create-topic.ts';
import { subscriptionsOf } from '../../../src/core/consent/subscriptions.ts';
import { createIntake } from '../../../src/core/inbox/intake.ts';
import { createMigration } from '../../../src/core/migration/create-migration.ts';
import { importMigrationAudience } from '../../../src/core/migration/import-audience.ts';
import { workOnMigrations } from '../../../src/core/migration/migrations.ts';
import { createMigrationLinks } from '../../../src/core/migration/personal-links.ts';
import { startMigration } from '../../../src/core/migration/run-migration.ts';
import type { MediaId } from '../../../src/core/model/ids.ts';
import type { InvitationWording } from '../../../src/core/model/migration.ts';
import type { Part } from '../../../src/core/model/part.ts';
import { readConsentsOfIdentity } from '../../../src/core/store/consent-ledger.ts';
import { insertStoredMedia } from '../../../src/core/store/media.ts';
import { findImport, readImportErrors } from '../../../src/core/store/migration-imports.ts';
import { newId } from '../../../src/core/store/new-id.ts';
import type { ChannelAccount, Identity } from '../../../src/core/store/rows.ts';
import {
  channelAccounts,
  contacts,
  identities,
  messages,
  migrationReaders,
} from '../../../src/core/store/tables/index.ts';
import { exampleBody, exampleChannel } from '../../support/example-channel.ts';
import { createTestCore, createTestWorkspace } from '../../support/test-core.ts';
import type { TestDatabase } from '../../support/test-database.ts';
import { waitFor } from '../../support/wait-for.ts';
import { connectTestAccount } from '../../support/workspace.ts';

/** The real rules, links and texts of a channel; what it hears is told by the test. */
const toldBy = (channel: ChannelDefinition): ChannelDefinition => {
  const { polling: _polling, ...rest } = channel;
  return { ...rest, webhook: exampleChannel.webhook };
};

const DAY_MS = 86_400_000;
export const MIGRATION = {
  name: 'Out',
  wording: {
    texts: { en: 'Hello {name}, we move: {link}', de: 'Hallo {name}, wir ziehen um: {link}' },
  },
  reminders: { max: 1, intervalMs: DAY_MS },
} as const;

/** A workspace that leaves one channel for two accounts of another, with workers that a test turns by hand. */
export async function createMoveScene(db: TestDatabase, templates: InvitationWording['templates'] = []) {
  const core = createTestCore({ db, channels: [toldBy(whatsapp), toldBy(telegram)] });
  const workspace = await createTestWorkspace(core);
  const { owner } = workspace;
  const intake = createIntake(core);
  const automations = createAutomations(core);
  automations.start();
  let told = 0;

  const connect = async (channel: string, externalId: string) => {
    const credentials = { webhookSecret: 'secret', accountId: externalId };
    const account = await connectTestAccount(core, owner, { channel, externalId, credentials });
    await db.orm
      .update(channelAccounts)
      .set({ username: externalId })
      .where(eq(channelAccounts.id, account.id));
    return account;
  };
  const source = await connect('whatsapp', `4930${Math.trunc(performance.now())}`);
  const target = await connect('telegram', 'acme_bot');
  const other = await connect('telegram', 'acme_two_bot');
  const topicMade = await createTopic(core, owner, {
    name: 'Lamps',
    purpose: 'NEWSLETTER',
    wording: 'Do you want Lamps?',
    privacyNoticeUrl: 'https://acme.example/privacy',
    privacyNoticeVersion: '3',
  });
  if (topicMade.kind !== 'created') throw new Error(topicMade.message);
  const { topic } = topicMade;
  const made = await createMigration(core, owner, {
    ...MIGRATION,
    wording: { ...MIGRATION.wording, templates },
    sourceAccountId: source.id,
    targetAccountIds: [target.id, other.id],
    topicId: topic.id,
    deadlineAt: new Date(core.clock.now().getTime() + 30 * DAY_MS),
  });
  if (made.kind !== 'done') throw new Error(made.message);
  const { migration } = made;

  const directory = await mkdtemp(join(tmpdir(), 'confab-move-'));
  const store = { pathOf: (hash: string) => join(directory, hash) };
  const post = async (account: ChannelAccount, event: InboundEvent) => {
    const { status } = await intake.receiveWebhook(account.channel, account.id, {
      method: 'POST',
      headers: { 'x-example-secret': 'secret' },
      query: {},
      body: exampleBody(event),
    });
    expect(status).toBe(200);
  };
  const find = async (account: ChannelAccount, externalId: string): Promise<Identity | null> => {
    const [row] = await db.orm
      .select()
      .from(identities)
      .where(and(eq(identities.channelAccountId, account.id), eq(identities.externalId, externalId)));
    return row ?? null;
  };
  const known = async (account: ChannelAccount, externalId: string): Promise<Identity> => {
    const identity = await find(account, externalId);
    if (identity === null) throw new Error(`${externalId} is not known.`);
    return identity;
  };
  const lastSaid = async (identity: Identity) => {
    const [row] = await db.orm
      .select()
      .from(messages)
      .where(and(eq(messages.identityId, identity.id), eq(messages.direction, 'OUTBOUND')))
      .orderBy(desc(messages.id))
      .limit(1);
    return row?.parts[0] ?? null;
  };
  const readerOf = async (externalId: string) => {
    const { id } = await known(source, externalId);
    const [reader] = await db.orm.select().from(migrationReaders).where(eq(migrationReaders.identityId, id));
    if (reader === undefined) throw new Error(`${externalId} is no reader.`);
    return reader;
  };

  /** A file of readers that waits to be taken in. */
  const queueFile = async (content: string | Uint8Array, encoding: string | null = null) => {
    const name = newId();
    await writeFile(store.pathOf(name), content);
    const mediaId = newId<MediaId>();
    await insertStoredMedia(db, {
      id: mediaId,
      workspaceId: owner.workspaceId,
      status: 'STORED',
      contentHash: name,
      createdAt: core.clock.now(),
    });
    core.clock.advance(1_000);
    const queued = await importMigrationAudience(core, owner, {
      migrationId: migration.id,
      mediaId,
      encoding,
      legalBasis: 'CONSENT',
      evidence: 'Form log of 2025',
    });
    if (queued.kind !== 'queued') throw new Error(queued.message);
    core.clock.advance(1_000);
    return queued.migrationImport.id;
  };

  return {
    core,
    workspace,
    owner,
    source,
    target,
    other,
    topic,
    migration,
    store,
    post,
    known,
    find,
    lastSaid,
    readerOf,
    start: () => startMigration(core, owner, migration.id),
    /** Turns the worker until nothing is left to do. */
    async work() {
      while (await workOnMigrations(core, store));
    },
    queueFile,
    /** A file of readers, taken in; how it went, and which rows brought nobody. */
    async importFile(content: string | Uint8Array, encoding: string | null = null) {
      const id = await queueFile(content, encoding);
      while (await workOnMigrations(core, store));
      const job = await findImport(db, owner.workspaceId, id);
      if (job === null) throw new Error('The import is gone.');
      const errors = await readImportErrors(db, owner.workspaceId, id, 0, 1_000);
      return { job, errors: errors.map(({ rowNumber, column }) => [rowNumber, column]) };
    },
    /** The token of a reader's link: to the page, or into an account. */
    async token(externalId: string, account: ChannelAccount | null): Promise<string> {
      const outcome = await createMigrationLinks(core, owner, {
        migrationId: migration.id,
        readerId: (await readerOf(externalId)).id,
        after: null,
        limit: 1,
        isRenewed: false,
      });
      if (outcome.kind !== 'made') throw new Error(outcome.message);
      const link = outcome.readers[0]?.links.find(
        (one) => (one.account?.id ?? null) === (account?.id ?? null),
      );
      return /[A-Za-z0-9_-]{24}$/u.exec(link?.url ?? '')?.[0] ?? '';
    },
    /** Somebody opens a chat with a token; resolves once it has been followed. */
    async opens(account: ChannelAccount, externalId: string, name: string, ref: string) {
      told += 1;
      await post(account, {
        kind: 'message',
        externalId: `m${told}`,
        sender: { externalId, displayName: name },
        parts: [{ type: 'text', text: `/start ${ref}` }],
        sentAt: core.clock.now(),
        referral: { ref, source: 'deep-link' },
      });
      const identity = await known(account, externalId);
      await waitFor('it was followed', async () => (await lastSaid(identity)) !== null, 15_000);
      return identity;
    },
    async says(account: ChannelAccount, externalId: string, part: Part) {
      told += 1;
      core.clock.advance(1_000);
      await post(account, {
        kind: 'message',
        externalId: `m${told}`,
        sender: { externalId },
        parts: [part],
        sentAt: core.clock.now(),
      });
    },
    /** Taps the n-th button of the last question. */
    async taps(account: ChannelAccount, externalId: string, place: number) {
      const question = await lastSaid(await known(account, externalId));
      const option = question?.type === 'choice' ? question.options[place] : undefined;
      if (option?.action !== 'reply') throw new Error(`No such button: ${JSON.stringify(question)}`);
      await this.says(account, externalId, {
        type: 'choice-reply',
        payload: option.payload,
        title: option.title,
      });
    },
    async becomes(externalId: string, state: string) {
      await waitFor(
        `${externalId} is ${state}`,
        async () => (await readerOf(externalId)).state === state,
        20_000,
      );
    },
    async stateAt(identity: Identity) {
      const records = await readConsentsOfIdentity(db, owner.workspaceId, identity.id);
      return (
        subscriptionsOf(records, core.clock.now()).find(({ topicId }) => topicId === topic.id)?.state ?? null
      );
    },
    contactOf: async (identity: Identity) => {
      const [row] = await db.orm.select().from(identities).where(eq(identities.id, identity.id));
      return row?.contactId;
    },
    countContacts: async () =>
      (await db.orm.select().from(contacts).where(eq(contacts.workspaceId, owner.workspaceId))).length,
    async close() {
      await automations.stop();
      await core.wake.close();
    },
  };
}

export type MoveScene = Awaited<ReturnType<typeof createMoveScene>>;
