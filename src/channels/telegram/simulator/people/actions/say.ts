import { isAdministrator, isPresent } from '../../chats/membership.ts';
import { type Posted, post } from '../../chats/post.ts';
import type { WireContent, WireMessage } from '../../wire.ts';
import { type ActionOutcome, type Impossible, impossible, isImpossible, type Scene } from './scene.ts';

/** A person says something in a chat that they are in; the chat's bots are told. */
export function say(scene: Scene, content: WireContent, envelope: Partial<WireMessage> = {}): ActionOutcome {
  return outcomeOf(scene, [sayOne(scene, content, envelope)]);
}

export function sayOne(
  { world, chat, person }: Scene,
  content: WireContent,
  envelope: Partial<WireMessage> = {},
): Posted | Impossible {
  const isMute = chat.type === 'channel' && !isAdministrator(chat, person.user.id);
  if (!isPresent(chat, person.user.id) || isMute) {
    return impossible(`${person.user.first_name} can not write in ${chat.title ?? 'this chat'}.`);
  }
  if (chat.migratedToId !== null)
    return impossible(`The group has become ${chat.migratedToId}: write there.`);
  return post(world, chat, { senderId: person.user.id, content, envelope });
}

export function outcomeOf({ chat }: Scene, said: readonly (Posted | Impossible)[]): ActionOutcome {
  const objection = said.find(isImpossible);
  if (objection !== undefined) return objection;
  const posted = said.flatMap((one) => (isImpossible(one) ? [] : [one]));
  return {
    kind: 'done',
    chatId: chat.id,
    messageIds: posted.map(({ stored }) => stored.wire.message_id),
    updateIds: posted.flatMap(({ updateIds }) => updateIds),
  };
}

/** What a message carries because it answers another one. */
export function replyEnvelope(
  { chat }: Scene,
  { replyTo, quote }: { readonly replyTo?: number | undefined; readonly quote?: string | undefined },
): Partial<WireMessage> | Impossible {
  if (replyTo === undefined) return {};
  const target = chat.messages.get(replyTo)?.wire;
  if (target === undefined) return impossible(`There is no message ${replyTo} to reply to.`);
  const { reply_to_message: _deeper, ...shown } = target;
  if (quote === undefined) return { reply_to_message: shown };
  const position = (target.text ?? target.caption ?? '').indexOf(quote);
  if (position === -1) return impossible(`Message ${replyTo} does not contain "${quote}".`);
  return { reply_to_message: shown, quote: { text: quote, position, is_manual: true } };
}
