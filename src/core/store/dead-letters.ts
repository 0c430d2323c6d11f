import { storableText } from '../model/storable-text.ts';
import type { Queries } from './database.ts';
import { newId } from './new-id.ts';
import type { ChannelAccount, DeadLetter } from './rows.ts';
import { deadLetters } from './tables/index.ts';

/** Keeps a body raw that was authentic and could not be taken in; one that is kept already stays as it is. */
export async function insertDeadLetter(
  queries: Queries,
  account: Pick<ChannelAccount, 'id' | 'workspaceId'>,
  letter: Pick<DeadLetter, 'reason' | 'detail' | 'body' | 'receivedAt'>,
): Promise<void> {
  await queries.orm
    .insert(deadLetters)
    .values({
      ...letter,
      id: newId(),
      detail: storableText(letter.detail),
      workspaceId: account.workspaceId,
      channelAccountId: account.id,
    })
    .onConflictDoNothing();
}
