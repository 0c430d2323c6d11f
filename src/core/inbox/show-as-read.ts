import type { ConversationId, MessageId, WorkspaceId } from '../model/ids.ts';
import { findLastInbound } from '../store/last-inbound.ts';
import type { Core } from './core.ts';

const TIMEOUT_MS = 3_000;

/**
 * Gives the contact the platform's sign that somebody has read, where it has one. Best effort: what the team has
 * read is noted here whatever the platform says.
 *
 * @param upToMessageId  Null: everything that is there.
 */
export async function showAsRead(
  core: Pick<Core, 'db' | 'channels' | 'openAccount' | 'log'>,
  workspaceId: WorkspaceId,
  conversationId: ConversationId,
  upToMessageId: MessageId | null,
): Promise<void> {
  const last = await findLastInbound(core.db, {
    workspaceId,
    conversationId,
    upToMessageId,
    identityId: null,
  });
  if (last === null || last.account.status !== 'ACTIVE') return;
  const { account, senderExternalId, messageExternalId } = last;
  const markRead = core.channels.find(account.channel)?.markRead;
  if (markRead === undefined) return;
  try {
    const context = await core.openAccount(account, TIMEOUT_MS);
    await markRead({ recipientExternalId: senderExternalId, messageExternalId }, context);
  } catch (error) {
    core.log.warn({ error, accountId: account.id }, 'a read mark was not shown');
  }
}
