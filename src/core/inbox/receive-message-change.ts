import type { MessageDeletedEvent, MessageEditedEvent, ReactionEvent } from '../channel/index.ts';
import { storableText } from '../model/storable-text.ts';
import type { Queries } from '../store/database.ts';
import type { EventDraft } from '../store/event-log.ts';
import { lockIdentity } from '../store/identity-lookup.ts';
import { lockMessageByExternalId } from '../store/message-lookup.ts';
import { openWindow } from './open-window.ts';
import { deleteMessage } from './receive-deletion.ts';
import { editMessage } from './receive-edit.ts';
import { setReactions } from './receive-reaction.ts';
import type { ReceivingAccount } from './receiving-account.ts';

/** What concerns a message by the platform's id of it, and may come before it. */
export type MessageChangeEvent = MessageEditedEvent | MessageDeletedEvent | ReactionEvent;

/** Null: the message is not known (yet). */
export async function changeMessage(
  queries: Queries,
  account: ReceivingAccount,
  event: MessageChangeEvent,
  receivedAt: Date,
): Promise<EventDraft[] | null> {
  if (event.kind === 'reaction' && event.opensWindow === true) {
    const identity = await lockIdentity(queries, account.id, storableText(event.sender.externalId));
    if (identity !== null) await openWindow(queries, identity, event, event.reactedAt ?? receivedAt);
  }
  const found = await lockMessageByExternalId(queries, account.id, storableText(event.targetExternalId));
  if (found === null) return null;
  switch (event.kind) {
    case 'message-edited':
      return editMessage(queries, account, found, event, receivedAt);
    case 'message-deleted':
      return deleteMessage(queries, found, event, receivedAt);
    case 'reaction':
      return setReactions(queries, found, event, receivedAt);
    default:
      return event satisfies never;
  }
}
