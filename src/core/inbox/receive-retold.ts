import { isDeepStrictEqual } from 'node:util';
import type { MessageEvent } from '../channel/index.ts';
import { insertMessageRef } from '../store/intake-changes.ts';
import { insertInboundMessages } from '../store/intake-messages.ts';
import { lockAnswersOf, readAnswersSince } from '../store/retold-answers.ts';
import type { Core } from './core.ts';
import { toIntakeRow } from './intake-row.ts';
import type { Inbound } from './receive-inbound.ts';

/**
 * A message that the platform may tell again under another id. The later id then names the first message too, so
 * that its own repeats are known for what they are however late they come.
 *
 * @returns false when the message is here already.
 */
export async function receiveRetold(
  core: Pick<Core, 'db' | 'wake'>,
  { account, body, receivedAt }: Omit<Inbound, 'event'>,
  event: MessageEvent,
  withinMs: number,
): Promise<boolean> {
  const row = toIntakeRow(account, event, receivedAt, body);
  const news = await core.db.transaction(async (queries) => {
    await lockAnswersOf(queries, account.id, row.sender);
    const since = new Date(receivedAt.getTime() - withinMs);
    const asStored: unknown = JSON.parse(JSON.stringify(row.parts));
    const earlier = await readAnswersSince(queries, account.id, row.sender, since);
    const same = earlier.find(
      ({ externalId, replyToExternalId, parts }) =>
        externalId !== row.external_id &&
        replyToExternalId === row.reply_to_external_id &&
        isDeepStrictEqual(parts, asStored),
    );
    if (same === undefined) return (await insertInboundMessages(queries, [row]))[0] ?? null;
    await insertMessageRef(queries, {
      workspaceId: account.workspaceId,
      channelAccountId: account.id,
      direction: 'INBOUND',
      externalId: row.external_id,
      messageId: same.id,
    });
    return null;
  });
  if (news !== null) core.wake.news({ workspaceId: news.workspaceId, number: news.number });
  return news !== null;
}
