import type { ReceiptStatus } from '../model/delivery-status.ts';
import type { MessageFailure } from '../model/failure.ts';
import type { ChannelAccountId, IdentityId, MessageId } from '../model/ids.ts';
import type { Queries, Statement } from './database.ts';
import { parkedReceipts } from './tables/index.ts';

/** A parked receipt whose message has become known. */
export interface MatchedReceipt {
  readonly messageId: MessageId;
  readonly status: ReceiptStatus;
  readonly occurredAt: Date;
  readonly receivedAt: Date;
  readonly failure: MessageFailure | null;
  readonly pricing: Readonly<Record<string, string | number | boolean>> | null;
}

export async function parkReceipt(
  queries: Queries,
  receipt: typeof parkedReceipts.$inferInsert,
): Promise<void> {
  await queries.orm.insert(parkedReceipts).values(receipt).onConflictDoNothing();
}

const PARK_WATERMARK: Statement = {
  name: 'park_watermark',
  text: `
    INSERT INTO parked_receipts (workspace_id, channel_account_id, external_id, is_watermark, status,
                                 occurred_at, received_at)
    SELECT d.workspace_id, d.channel_account_id, d.external_id, true, $2, $3::timestamptz, $4::timestamptz
      FROM identities d
     WHERE d.id = $1::uuid
       AND EXISTS (SELECT 1 FROM messages m WHERE m.identity_id = d.id AND m.status = 'SENDING')
        ON CONFLICT (channel_account_id, external_id, is_watermark, status) DO UPDATE
       SET occurred_at = greatest(parked_receipts.occurred_at, excluded.occurred_at),
           received_at = excluded.received_at`,
};

/** Keeps "everything up to then" while a message to this identity is out: its answer may be written later. */
export async function parkWatermark(
  queries: Queries,
  identityId: IdentityId,
  status: ReceiptStatus,
  upTo: Date,
  receivedAt: Date,
): Promise<void> {
  await queries.run(PARK_WATERMARK, [identityId, status, upTo, receivedAt]);
}

/** A message whose external ids have just become known. */
export interface Identified {
  readonly messageId: MessageId;
  readonly channelAccountId: ChannelAccountId;
  readonly externalIds: readonly string[];
  readonly recipientExternalId: string;
}

const MATCHED = `status, occurred_at AS "occurredAt", received_at AS "receivedAt", failure, pricing`;

const TAKE: Statement = {
  name: 'take_parked_receipts',
  text: `
    WITH input AS MATERIALIZED (
      SELECT * FROM jsonb_to_recordset($1::jsonb) AS r(
        "messageId" uuid, "channelAccountId" uuid, "externalIds" jsonb, "recipientExternalId" text)
    ), named AS MATERIALIZED (
      SELECT i."messageId", i."channelAccountId", e.external_id
        FROM input i, jsonb_array_elements_text(i."externalIds") AS e(external_id)
    ), taken AS (
      DELETE FROM parked_receipts p
       USING named n
       WHERE p.channel_account_id = n."channelAccountId" AND p.external_id = n.external_id AND NOT p.is_watermark
      RETURNING n."messageId", p.status, p.occurred_at, p.received_at, p.failure, p.pricing
    )
    SELECT "messageId", ${MATCHED} FROM taken
     UNION ALL
    SELECT i."messageId", p.status, p.occurred_at, p.received_at, p.failure, p.pricing
      FROM input i
      JOIN parked_receipts p ON p.channel_account_id = i."channelAccountId"
                            AND p.external_id = i."recipientExternalId" AND p.is_watermark
      JOIN messages m ON m.id = i."messageId" AND m.accepted_at <= p.occurred_at`,
};

/** The receipts that came before their messages were known by these ids, in no particular order. */
export async function takeParkedReceipts(
  queries: Queries,
  identified: readonly Identified[],
): Promise<MatchedReceipt[]> {
  return queries.run<MatchedReceipt>(TAKE, [JSON.stringify(identified)]);
}

const MATCH: Statement = {
  name: 'match_parked_receipts',
  text: `
    WITH found AS MATERIALIZED (
      SELECT p.channel_account_id, p.external_id, p.status,
             coalesce(
               (SELECT m.id FROM messages m WHERE m.channel_account_id = p.channel_account_id
                   AND m.direction = 'OUTBOUND' AND m.external_id = p.external_id LIMIT 1),
               (SELECT r.message_id FROM message_refs r WHERE r.channel_account_id = p.channel_account_id
                   AND r.direction = 'OUTBOUND' AND r.external_id = p.external_id LIMIT 1)) AS message_id
        FROM parked_receipts p
       WHERE NOT p.is_watermark AND p.received_at > $1::timestamptz
    ), taken AS (
      DELETE FROM parked_receipts p
       USING found f
       WHERE f.message_id IS NOT NULL AND p.channel_account_id = f.channel_account_id
         AND p.external_id = f.external_id AND p.status = f.status AND NOT p.is_watermark
      RETURNING f.message_id AS "messageId", p.status, p.occurred_at, p.received_at, p.failure, p.pricing
    )
    SELECT "messageId", ${MATCHED} FROM taken`,
};

/**
 * Receipts that were parked while the very transaction that made their message known was committing: neither
 * saw the other. Only what came after `since` is looked at.
 */
export async function matchParkedReceipts(queries: Queries, since: Date): Promise<MatchedReceipt[]> {
  return queries.run<MatchedReceipt>(MATCH, [since]);
}

const DROP: Statement = {
  name: 'drop_parked_receipts',
  text: 'DELETE FROM parked_receipts WHERE received_at < $1::timestamptz',
};

/** Receipts of messages that we never sent do not wait for ever. */
export async function dropParkedReceipts(queries: Queries, before: Date): Promise<void> {
  await queries.run(DROP, [before]);
}
