import type { ConversationId, MessageId } from '../model/ids.ts';
import { type Forbidden, forbidden, type NotFound, notFound } from '../model/result.ts';
import { hasRole, type WorkspaceViewer } from '../model/viewer.ts';
import { lockConversation, updateConversation } from '../store/conversations.ts';
import { countInboundBehind } from '../store/count-inbound-behind.ts';
import type { Conversation } from '../store/rows.ts';
import { commit } from './commit.ts';
import type { Core } from './core.ts';
import { showAsRead } from './show-as-read.ts';

type Outcome = { readonly kind: 'done'; readonly conversation: Conversation } | NotFound | Forbidden;

/**
 * Notes how far the team has read, and shows it to the contact where the platform has a sign for it. Unread from then on is what stands behind `upToMessageId` in the
 * conversation's order, and whatever still arrives: the conversation is locked while it is counted, and
 * receiving adds under the same lock. Reading never makes more unread than there was, so that marks of two
 * people may come in any order.
 *
 * @param input.upToMessageId  Null: everything that is there.
 */
export async function markConversationRead(
  core: Core,
  viewer: WorkspaceViewer,
  input: { readonly conversationId: ConversationId; readonly upToMessageId: MessageId | null },
): Promise<Outcome> {
  if (!hasRole(viewer, 'AGENT')) return forbidden('AGENT');
  const { conversationId, upToMessageId } = input;
  let hasMoved = false;
  const outcome = await commit<Outcome>(core, viewer.workspaceId, async (queries) => {
    const conversation = await lockConversation(queries, viewer.workspaceId, input.conversationId);
    if (conversation === null) return { result: notFound('conversation', ['conversationId']), events: [] };
    const behind =
      input.upToMessageId === null ? 0 : await countInboundBehind(queries, conversation, input.upToMessageId);
    if (behind === null) return { result: notFound('message', ['upToMessageId']), events: [] };
    if (behind >= conversation.unreadCount) return { result: { kind: 'done', conversation }, events: [] };

    const read = await updateConversation(queries, conversation, { unreadCount: behind });
    hasMoved = true;
    return {
      result: { kind: 'done', conversation: read },
      events: [
        {
          type: 'CONVERSATION_READ',
          subject: { conversationId: read.id, contactId: read.contactId },
          occurredAt: core.clock.now(),
          detail: { unreadCount: behind },
        },
      ],
    };
  });
  if (hasMoved) await showAsRead(core, viewer.workspaceId, conversationId, upToMessageId);
  return outcome;
}
