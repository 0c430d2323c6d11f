import { and, eq, gte } from 'drizzle-orm';
import type { ChannelAccountId } from '../model/ids.ts';
import type { Queries, Statement } from './database.ts';
import type { Message } from './rows.ts';
import { identities, messages } from './tables/index.ts';

export type Answer = Pick<Message, 'id' | 'externalId' | 'replyToExternalId' | 'parts'>;

const LOCK: Statement = {
  name: 'lock_answers',
  text: 'SELECT pg_advisory_xact_lock(hashtextextended($1, 0))',
};

/** Until the transaction ends nobody else compares what this person says: of two copies at once, one waits. */
export async function lockAnswersOf(
  queries: Queries,
  channelAccountId: ChannelAccountId,
  identityExternalId: string,
): Promise<void> {
  await queries.run(LOCK, [`${channelAccountId}:${identityExternalId}`]);
}

/** What somebody said on an account since then, by our clock. */
export async function readAnswersSince(
  { orm }: Queries,
  channelAccountId: ChannelAccountId,
  identityExternalId: string,
  since: Date,
): Promise<readonly Answer[]> {
  return orm
    .select({
      id: messages.id,
      externalId: messages.externalId,
      replyToExternalId: messages.replyToExternalId,
      parts: messages.parts,
    })
    .from(messages)
    .innerJoin(identities, eq(identities.id, messages.identityId))
    .where(
      and(
        eq(identities.channelAccountId, channelAccountId),
        eq(identities.externalId, identityExternalId),
        eq(messages.direction, 'INBOUND'),
        gte(messages.receivedAt, since),
      ),
    );
}
