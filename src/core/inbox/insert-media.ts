import type { MessageId } from '../model/ids.ts';
import type { Queries } from '../store/database.ts';
import type { IntakeRow } from '../store/intake-messages.ts';
import { media } from '../store/tables/index.ts';
import type { ReceivingAccount } from './receiving-account.ts';

/** Files of a message that are still at the platform: fetched by themselves, due at once. */
export async function insertMedia(
  queries: Queries,
  account: ReceivingAccount,
  messageId: MessageId,
  files: IntakeRow['media'],
  receivedAt: Date,
): Promise<void> {
  if (files.length === 0) return;
  await queries.orm.insert(media).values(
    files.map((file) => ({
      id: file.id,
      workspaceId: account.workspaceId,
      messageId,
      channelAccountId: account.id,
      reference: file.reference,
      status: 'PENDING' as const,
      fileName: file.file_name,
      nextAttemptAt: receivedAt,
      createdAt: receivedAt,
    })),
  );
}
