import { eq } from 'drizzle-orm';
import type { Core } from '../../src/core/inbox/core.ts';
import type { ChannelAccountId, ContactId, IdentityId } from '../../src/core/model/ids.ts';
import type { WorkspaceViewer } from '../../src/core/model/viewer.ts';
import { newId } from '../../src/core/store/new-id.ts';
import type { ChannelAccount } from '../../src/core/store/rows.ts';
import { channelAccounts, contacts, identities, inboxes } from '../../src/core/store/tables/index.ts';

export interface TestAccountOptions {
  readonly channel: string;
  readonly credentials: Readonly<Record<string, string>>;
  /** Where a simulator plays the platform. */
  readonly apiBaseUrl?: string;
  /** The platform's id of it; default 55. */
  readonly externalId?: string;
  readonly username?: string;
}

/** An account that is connected already, as if the platform had said yes. */
export async function connectTestAccount(
  core: Core,
  owner: WorkspaceViewer,
  { channel, credentials, apiBaseUrl, externalId = '55', username }: TestAccountOptions,
): Promise<ChannelAccount> {
  const [inbox] = await core.db.orm.select().from(inboxes).where(eq(inboxes.workspaceId, owner.workspaceId));
  if (inbox === undefined) throw new Error('A workspace has a default inbox.');
  const id = newId<ChannelAccountId>();
  const [account] = await core.db.orm
    .insert(channelAccounts)
    .values({
      id,
      channel,
      workspaceId: owner.workspaceId,
      inboxId: inbox.id,
      name: 'Acme on the channel',
      externalId,
      username: username ?? null,
      apiBaseUrl: apiBaseUrl ?? null,
      sealedCredentials: await core.vault.seal(
        owner.workspaceId,
        `channel_accounts:${id}`,
        JSON.stringify(credentials),
      ),
      settings: {},
      receiveMode: 'webhook',
      status: 'ACTIVE',
      health: { level: 'ok', checkedAt: null, steps: [] },
      createdAt: core.clock.now(),
    })
    .returning();
  if (account === undefined) throw new Error('An insert returned no row.');
  return account;
}

/** A person on an account, who wrote just now. */
export async function addTestIdentity(
  { db, clock }: Core,
  account: ChannelAccount,
  externalId: string,
): Promise<IdentityId> {
  const { workspaceId } = account;
  const [contactId, identityId] = [newId<ContactId>(), newId<IdentityId>()];
  const createdAt = clock.now();
  await db.orm
    .insert(contacts)
    .values({ id: contactId, workspaceId, name: 'Ada', attributes: {}, tags: [], createdAt });
  await db.orm.insert(identities).values({
    id: identityId,
    workspaceId,
    contactId,
    externalId,
    channelAccountId: account.id,
    kind: 'PERSON',
    reachability: 'REACHABLE',
    lastInboundAt: createdAt,
    createdAt,
  });
  return identityId;
}
