import type { CampaignRecipientId, ChannelAccountId, ContactId, IdentityId } from '../model/ids.ts';
import type { Queries, Statement } from './database.ts';
import type { Campaign } from './rows.ts';

export interface NewRecipient {
  readonly id: CampaignRecipientId;
  readonly contactId: ContactId;
  readonly identityId: IdentityId | null;
  readonly channelAccountId: ChannelAccountId | null;
  /** ISO instant: not before. */
  readonly dueAt: string;
}

const INSERT: Statement = {
  name: 'insert_recipients',
  text: `
    WITH added AS (
      INSERT INTO campaign_recipients (id, workspace_id, campaign_id, contact_id, identity_id, channel_account_id,
                                       step, due_at, created_at)
      SELECT r.id, $1::uuid, $2::uuid, r."contactId", r."identityId", r."channelAccountId", 'PENDING',
             r."dueAt", $4::timestamptz
        FROM jsonb_to_recordset($3::jsonb)
               AS r(id uuid, "contactId" uuid, "identityId" uuid, "channelAccountId" uuid, "dueAt" timestamptz)
       ORDER BY r."contactId"
          ON CONFLICT (campaign_id, contact_id) DO NOTHING
      RETURNING 1
    )
    UPDATE campaigns
       SET recipient_count = recipient_count + (SELECT count(*) FROM added), fixed_up_to = $5::uuid
     WHERE id = $2::uuid`,
};

/** Writes down a page of recipients, and how far that is. */
export async function insertRecipients(
  queries: Queries,
  { workspaceId, id }: Pick<Campaign, 'workspaceId' | 'id'>,
  rows: readonly NewRecipient[],
  now: Date,
): Promise<void> {
  const upTo = rows.at(-1)?.contactId ?? null;
  await queries.run(INSERT, [workspaceId, id, JSON.stringify(rows), now, upTo]);
}

const SCHEDULE_GIVEN: Statement = {
  name: 'schedule_given_recipients',
  text: `
    WITH due AS (
      UPDATE campaign_recipients p
         SET due_at = r."dueAt"
        FROM jsonb_to_recordset($2::jsonb) AS r("contactId" uuid, "dueAt" timestamptz)
       WHERE p.campaign_id = $1::uuid AND p.contact_id = r."contactId"
      RETURNING 1
    )
    UPDATE campaigns
       SET recipient_count = recipient_count + (SELECT count(*) FROM due), fixed_up_to = $3::uuid
     WHERE id = $1::uuid`,
};

/** The same for recipients that were named beforehand: they only get their time. */
export async function scheduleGivenRecipients(
  queries: Queries,
  { id }: Pick<Campaign, 'id'>,
  rows: readonly Pick<NewRecipient, 'contactId' | 'dueAt'>[],
): Promise<void> {
  await queries.run(SCHEDULE_GIVEN, [id, JSON.stringify(rows), rows.at(-1)?.contactId ?? null]);
}
