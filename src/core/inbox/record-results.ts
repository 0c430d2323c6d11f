import type { MessageId } from '../model/ids.ts';
import type { Queries } from '../store/database.ts';
import { scheduleResends } from '../store/outbox-recover.ts';
import {
  type SettledRow,
  type SettlementRow,
  settleMessages,
  settleOvertakenMessages,
} from '../store/outbox-settle.ts';
import { commitAcross, type Told } from './commit-across.ts';
import type { Core } from './core.ts';
import { applyParked, statusChanged } from './record-status.ts';

/** What came of one message that this process held. */
export interface SendResult {
  readonly row: SettlementRow;
  readonly recipientExternalId: string;
  /** Whether the platform gives receipts at all: then one may have come before this result. */
  readonly hasReceipts: boolean;
}

/** How long a message waits for a receipt before it is sent again, where the workspace wants that at all. */
export const RESEND_AFTER_MS = 15 * 60_000;
/** Then a person must decide: each resend may be one more copy on the contact's phone. */
export const MAX_RESENDS = 3;

/**
 * Writes the results of our own sending, whatever workspaces they belong to, in one transaction. Each is bound
 * to its fence: a holder whose lease was taken over writes nothing.
 *
 * @returns which messages were written.
 */
export async function recordResults(
  core: Pick<Core, 'db' | 'wake' | 'clock'>,
  results: readonly SendResult[],
): Promise<ReadonlySet<MessageId>> {
  const now = core.clock.now();
  const rows = results.map(({ row }) => row);
  return commitAcross(core, async (queries) => {
    const settled = await settleMessages(queries, rows, now);
    const settledIds = new Set(settled.map(({ id }) => id));
    const others = rows.filter(({ id }) => !settledIds.has(id));
    const overtaken = others.length === 0 ? [] : await settleOvertakenMessages(queries, others, now);
    const written = [...settled, ...overtaken];
    const unconfirmed = settled.filter(({ status }) => status === 'UNCONFIRMED').map(({ id }) => id);
    if (unconfirmed.length > 0) await scheduleResends(queries, unconfirmed, RESEND_AFTER_MS, MAX_RESENDS);
    return {
      result: new Set(written.map(({ id }) => id)),
      told: [
        ...settled.flatMap((row) => tell(row, now)),
        ...(await applyEarlyReceipts(queries, results, written)),
      ],
    };
  });
}

/** Waiting and being sent are our own affair; readers hear of what became of a message. */
function tell({ id, workspaceId, conversationId, status }: SettledRow, now: Date): readonly Told[] {
  if (status === 'QUEUED' || status === 'SENDING') return [];
  return [{ workspaceId, draft: statusChanged({ id, conversationId }, status, now) }];
}

async function applyEarlyReceipts(
  queries: Queries,
  results: readonly SendResult[],
  written: readonly SettledRow[],
): Promise<readonly Told[]> {
  const writtenById = new Map(written.map((row) => [row.id, row]));
  const identified = results.flatMap(({ row, recipientExternalId, hasReceipts }) => {
    const message = writtenById.get(row.id);
    if (!hasReceipts || message === undefined || row.externalIds.length === 0) return [];
    return [
      {
        messageId: row.id,
        channelAccountId: message.channelAccountId,
        externalIds: row.externalIds,
        recipientExternalId,
      },
    ];
  });
  return identified.length === 0 ? [] : applyParked(queries, identified);
}
