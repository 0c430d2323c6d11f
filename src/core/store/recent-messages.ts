import { and, desc, eq, isNull } from 'drizzle-orm';
import type { ChannelAccountId } from '../model/ids.ts';
import type { Queries } from './database.ts';
import type { Message } from './rows.ts';
import { identities, messages } from './tables/index.ts';

export type RecentMessage = Pick<Message, 'externalId' | 'direction' | 'parts'>;

/** What was last said with somebody on an account, either way, newest first; without what was taken back. */
export async function readRecentMessages(
  { orm }: Queries,
  channelAccountId: ChannelAccountId,
  identityExternalId: string,
  limit: number,
): Promise<readonly RecentMessage[]> {
  return orm
    .select({ externalId: messages.externalId, direction: messages.direction, parts: messages.parts })
    .from(messages)
    .innerJoin(identities, eq(identities.id, messages.identityId))
    .where(
      and(
        eq(identities.channelAccountId, channelAccountId),
        eq(identities.externalId, identityExternalId),
        isNull(messages.deletedAt),
      ),
    )
    .orderBy(desc(messages.sentAt), desc(messages.id))
    .limit(limit);
}
