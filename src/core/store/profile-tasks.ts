import { and, eq, isNull } from 'drizzle-orm';
import type { ContactId, IdentityId, MediaId, WorkspaceId } from '../model/ids.ts';
import type { Queries, Statement } from './database.ts';
import type { ChannelAccount, Contact, Identity } from './rows.ts';
import { channelAccounts, contacts, identities } from './tables/index.ts';

const ADD: Statement = {
  name: 'add_profile_task',
  text: `
    INSERT INTO profile_tasks (identity_id, workspace_id, next_attempt_at)
    SELECT i.id, i.workspace_id, now()
      FROM identities i JOIN channel_accounts a ON a.id = i.channel_account_id
     WHERE i.id = $1::uuid AND i.workspace_id = $2::uuid AND i.kind = 'PERSON'
       AND a.channel = ANY (string_to_array($3::text, ','))
        ON CONFLICT (identity_id) DO NOTHING`,
};

const CLAIM: Statement = {
  name: 'claim_profile_tasks',
  text: `
    WITH due AS (
      SELECT t.identity_id, l.times, l.seconds
        FROM profile_tasks t
        JOIN identities i ON i.id = t.identity_id
        JOIN channel_accounts a ON a.id = i.channel_account_id
        LEFT JOIN jsonb_to_recordset($3::jsonb) AS l(channel text, times int, seconds float8)
          ON l.channel = a.channel
       WHERE t.next_attempt_at <= now()
       ORDER BY t.next_attempt_at LIMIT $1::int FOR UPDATE OF t SKIP LOCKED
    )
    UPDATE profile_tasks t
       SET attempt_count = t.attempt_count + 1,
           next_attempt_at = now() + make_interval(secs => CASE
             WHEN (t.attempt_count + 1) % due.times = 0 THEN due.seconds
             ELSE $2::float8 END)
      FROM due WHERE t.identity_id = due.identity_id
    RETURNING t.identity_id, t.attempt_count`,
};

const POSTPONE: Statement = {
  name: 'postpone_profile_task',
  text: `
    UPDATE profile_tasks SET next_attempt_at = GREATEST(next_attempt_at, now() + make_interval(secs => $2::float8))
     WHERE identity_id = $1::uuid`,
};

const END: Statement = {
  name: 'end_profile_task',
  text: `UPDATE profile_tasks SET next_attempt_at = 'infinity' WHERE identity_id = $1::uuid`,
};

/** Only for persons, on accounts of these channels; a task that is there stays as it is. */
export async function addProfileTask(
  queries: Queries,
  workspaceId: WorkspaceId,
  identityId: IdentityId,
  channels: readonly string[],
): Promise<void> {
  await queries.run(ADD, [identityId, workspaceId, channels.join(',')]);
}

export interface ProfileTask {
  readonly identityId: IdentityId;
  /** With the one that is beginning. */
  readonly attemptCount: number;
}

/** How often a channel may be asked about the same contact. */
export interface ProfileLimit {
  readonly channel: string;
  readonly times: number;
  readonly seconds: number;
}

/**
 * Takes what is due; until `leaseSeconds` have passed nobody else does. What has now been asked as often as its
 * channel allows is not taken before the channel's time is over, whatever becomes of whoever asks.
 */
export async function claimProfileTasks(
  queries: Queries,
  limit: number,
  leaseSeconds: number,
  limits: readonly ProfileLimit[],
): Promise<readonly ProfileTask[]> {
  const rows = await queries.run<{ identity_id: IdentityId; attempt_count: number }>(CLAIM, [
    limit,
    leaseSeconds,
    JSON.stringify(limits),
  ]);
  return rows.map(({ identity_id: identityId, attempt_count: attemptCount }) => ({
    identityId,
    attemptCount,
  }));
}

/** Not before so many seconds have passed; what must wait longer anyway does. */
export async function postponeProfileTask(
  queries: Queries,
  identityId: IdentityId,
  seconds: number,
): Promise<void> {
  await queries.run(POSTPONE, [identityId, seconds]);
}

/** Asked and done. It stays, never due again: the event that leads to it may be read once more after a crash. */
export async function endProfileTask(queries: Queries, identityId: IdentityId): Promise<void> {
  await queries.run(END, [identityId]);
}

export interface ProfileOwner {
  readonly identity: Identity;
  readonly contact: Contact;
  readonly account: ChannelAccount;
}

/** Null: they are gone. */
export async function findProfileOwner(
  { orm }: Queries,
  identityId: IdentityId,
): Promise<ProfileOwner | null> {
  const [row] = await orm
    .select({ identity: identities, contact: contacts, account: channelAccounts })
    .from(identities)
    .innerJoin(contacts, eq(contacts.id, identities.contactId))
    .innerJoin(channelAccounts, eq(channelAccounts.id, identities.channelAccountId))
    .where(eq(identities.id, identityId));
  return row ?? null;
}

/** What is there already stays: a colleague may have written it. True: something was filled in. */
export async function fillContact(
  { orm }: Queries,
  id: ContactId,
  facts: { readonly name: string | null; readonly locale: string | null },
): Promise<boolean> {
  const named =
    facts.name === null
      ? []
      : await orm
          .update(contacts)
          .set({ name: facts.name })
          .where(and(eq(contacts.id, id), isNull(contacts.name)))
          .returning({ id: contacts.id });
  const placed =
    facts.locale === null
      ? []
      : await orm
          .update(contacts)
          .set({ locale: facts.locale })
          .where(and(eq(contacts.id, id), isNull(contacts.locale)))
          .returning({ id: contacts.id });
  return named.length + placed.length > 0;
}

/** What is there already stays. True: something was filled in. */
export async function fillIdentity(
  { orm }: Queries,
  id: IdentityId,
  facts: { readonly displayName: string | null; readonly avatarMediaId: MediaId | null },
): Promise<boolean> {
  const named =
    facts.displayName === null
      ? []
      : await orm
          .update(identities)
          .set({ displayName: facts.displayName })
          .where(and(eq(identities.id, id), isNull(identities.displayName)))
          .returning({ id: identities.id });
  const pictured =
    facts.avatarMediaId === null
      ? []
      : await orm
          .update(identities)
          .set({ avatarMediaId: facts.avatarMediaId })
          .where(and(eq(identities.id, id), isNull(identities.avatarMediaId)))
          .returning({ id: identities.id });
  return named.length + pictured.length > 0;
}
