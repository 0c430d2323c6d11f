import type { SenderFacts } from '../../core/channel/index.ts';
import { displayName } from '../shared/display-name.ts';
import { omitUndefined } from '../shared/omit-undefined.ts';
import { type ChatAddress, toIdentityId } from './keys.ts';
import type { Chat, Place, User } from './payload.ts';

/** Where an answer to this goes. */
export function addressOf(place: Place): ChatAddress {
  return omitUndefined({
    chatId: place.chat.id,
    businessConnectionId: place.business_connection_id,
    directMessagesTopicId: topicOf(place)?.topic_id,
    forumTopicId: forumTopicOf(place),
  });
}

/**
 * Whom we talk with in this place. A group is one identity in which many speak: the speaker is its participant. A
 * person in a channel's direct messages is named by the topic, whoever wrote.
 */
export function senderOf(place: Place): SenderFacts {
  const { chat, from } = place;
  const externalId = toIdentityId(addressOf(place));
  const topic = topicOf(place);
  if (topic !== undefined) return person(externalId, topic.user);
  if (isGroup(chat)) {
    return omitUndefined({
      externalId,
      identityKind: 'GROUP' as const,
      displayName: groupName(place),
      username: chat.username,
      participant: participantOf(place),
    });
  }
  return person(externalId, from?.id === chat.id ? from : chat);
}

/** A topic's own name is told only by what does not answer anything in it; without it, what is known stays. */
function groupName(place: Place): string | undefined {
  const { chat, reply_to_message } = place;
  if (forumTopicOf(place) === undefined) return displayName(chat.title);
  const topic = displayName(reply_to_message?.forum_topic_created?.name);
  return topic === undefined ? undefined : [displayName(chat.title), topic].filter(Boolean).join(' · ');
}

function forumTopicOf({ chat, is_topic_message, message_thread_id }: Place): number | undefined {
  return isGroup(chat) && is_topic_message === true ? message_thread_id : undefined;
}

export function isGroup(chat: Chat): boolean {
  return chat.type === 'group' || chat.type === 'supergroup';
}

/** Did somebody on our side of the conversation write this, past us? */
export function isFromOurSide(place: Place): boolean {
  const contactId = topicOf(place)?.user?.id ?? (place.business_connection_id && place.chat.id);
  return contactId !== undefined && place.from !== undefined && place.from.id !== contactId;
}

/** Other bots; but not the made-up ones that stand in for an anonymous administrator or a channel. */
export function isFromBot(place: Place): boolean {
  return place.from?.is_bot === true && place.sender_chat === undefined;
}

export function person(externalId: string, facts: Partial<User> | undefined): SenderFacts {
  return omitUndefined({
    externalId,
    displayName: displayName(facts?.first_name, facts?.last_name),
    username: facts?.username,
    locale: facts?.language_code,
  });
}

function participantOf({ from, sender_chat }: Place): SenderFacts['participant'] {
  if (sender_chat !== undefined) {
    return omitUndefined({ externalId: String(sender_chat.id), displayName: displayName(sender_chat.title) });
  }
  if (from === undefined) return undefined;
  return omitUndefined({
    externalId: String(from.id),
    displayName: displayName(from.first_name, from.last_name),
  });
}

function topicOf({ chat, direct_messages_topic }: Place): Place['direct_messages_topic'] {
  return chat.is_direct_messages === true ? direct_messages_topic : undefined;
}
