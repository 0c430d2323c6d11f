import type { CampaignRecipientId, ContactId, IdentityId } from '../model/ids.ts';
import type { Queries, Statement } from './database.ts';
import { LIKELIEST_IDENTITY } from './likeliest-identity.ts';
import { newId } from './new-id.ts';
import type { Campaign } from './rows.ts';

export interface GivenRecipientRow {
  readonly contactId: ContactId;
  readonly identityId: IdentityId | null;
  readonly variables: Readonly<Record<string, string>>;
}

const INSERT_GIVEN: Statement = {
  name: 'insert_given_recipients',
  text: `
    WITH input AS (
      SELECT DISTINCT ON (g."contactId") g.*
        FROM jsonb_to_recordset($3::jsonb) AS g(id uuid, "contactId" uuid, "identityId" uuid, variables jsonb)
       ORDER BY g."contactId", g.id
    ), known AS (
      SELECT g.*, likeliest.id AS identity_id, likeliest.channel_account_id
        FROM input g
        JOIN contacts c ON c.id = g."contactId" AND c.workspace_id = $1::uuid
        LEFT JOIN LATERAL (${LIKELIEST_IDENTITY('$4::uuid', '$5::text[]', 'g."identityId"')}) likeliest ON true
       WHERE g."identityId" IS NULL OR likeliest.id IS NOT NULL
    ), added AS (
      INSERT INTO campaign_recipients (id, workspace_id, campaign_id, contact_id, identity_id, channel_account_id,
                                       is_identity_fixed, variables, step, due_at, created_at)
      SELECT k.id, $1::uuid, $2::uuid, k."contactId", k.identity_id, k.channel_account_id,
             k."identityId" IS NOT NULL, k.variables, 'PENDING', $6::timestamptz, $6::timestamptz
        FROM known k
       ORDER BY k."contactId"
          ON CONFLICT (campaign_id, contact_id) DO NOTHING
      RETURNING 1
    )
    SELECT (SELECT count(*) FROM added)::float8 AS added,
           (SELECT coalesce(jsonb_agg(g."contactId"), '[]'::jsonb) FROM input g
             WHERE g."contactId" NOT IN (SELECT k."contactId" FROM known k)) AS unknown`,
};

/** Writes down recipients that were named one by one; whoever stands there already stays. */
export async function insertGivenRecipients(
  queries: Queries,
  { workspaceId, id, topicId, channels }: Pick<Campaign, 'workspaceId' | 'id' | 'topicId' | 'channels'>,
  recipients: readonly GivenRecipientRow[],
  now: Date,
): Promise<{ readonly added: number; readonly unknown: readonly ContactId[] }> {
  const rows = recipients.map((recipient) => ({ ...recipient, id: newId<CampaignRecipientId>() }));
  const [result] = await queries.run<{ added: number; unknown: ContactId[] }>(INSERT_GIVEN, [
    workspaceId,
    id,
    JSON.stringify(rows),
    topicId,
    channels,
    now,
  ]);
  return result ?? { added: 0, unknown: [] };
}
