import type { MessageId } from '../model/ids.ts';
import type { Queries, Statement } from './database.ts';
import type { Conversation } from './rows.ts';

const COUNT: Statement = {
  name: 'count_inbound_behind',
  text: `
    SELECT (SELECT count(*)
              FROM messages m
             WHERE m.conversation_id = upto.conversation_id
               AND m.direction = 'INBOUND'
               AND (m.sent_at, m.id) > (upto.sent_at, upto.id))::float8 AS behind
      FROM messages upto
     WHERE upto.id = $1::uuid AND upto.conversation_id = $2::uuid AND upto.workspace_id = $3::uuid`,
};

/** How many of the contact's messages stand behind one, in the conversation's order; null: it is not in there. */
export async function countInboundBehind(
  queries: Queries,
  conversation: Conversation,
  messageId: MessageId,
): Promise<number | null> {
  const [row] = await queries.run<{ behind: number }>(COUNT, [
    messageId,
    conversation.id,
    conversation.workspaceId,
  ]);
  return row?.behind ?? null;
}
