import { repost } from '../../chats/post.ts';
import type { StoredMessage } from '../../state.ts';
import { detectEntities } from '../../text/detect-entities.ts';
import type { WireContent } from '../../wire.ts';
import { changeStatus } from './belonging.ts';
import { replyEnvelope, say } from './say.ts';
import { type ActionOutcome, type Impossible, impossible, isImpossible, type Scene } from './scene.ts';
import type { ActionOf } from './schema.ts';

/** Presses Start, or Restart where the bot was blocked: then it is unblocked first. */
export function start(scene: Scene, { payload }: ActionOf<'start'>): ActionOutcome {
  const { bot, chat } = scene;
  const unblocked = chat.members.get(bot.user.id) === 'kicked' ? changeStatus(scene, bot.user, 'member') : [];
  const command = chat.type === 'private' ? '/start' : `/start@${bot.user.username}`;
  const said = say(scene, written(payload === '' ? command : `${command} ${payload}`));
  return said.kind === 'done' ? { ...said, updateIds: [...unblocked, ...said.updateIds] } : said;
}

export function write(scene: Scene, action: ActionOf<'write'>): ActionOutcome {
  const reply = replyEnvelope(scene, action);
  return isImpossible(reply) ? reply : say(scene, written(action.text), { ...reply, ...action.extra });
}

/** Passes on what somebody else has written elsewhere. */
export function forward(scene: Scene, { text, from }: ActionOf<'forward'>): ActionOutcome {
  const date = scene.world.time.unixSeconds();
  const origin = { type: 'hidden_user', date, sender_user_name: from };
  return say(scene, written(text), { forward_origin: origin });
}

export function edit(scene: Scene, { messageId, text }: ActionOf<'edit'>): ActionOutcome {
  const stored = findOwn(scene, messageId);
  if (isImpossible(stored)) return stored;
  const { text: oldText, entities: _old, caption_entities: _olds, ...rest } = stored.content;
  const changed = written(text);
  const content =
    oldText === undefined
      ? { ...rest, caption: text, caption_entities: changed.entities }
      : { ...rest, ...changed };
  return edited(scene, stored, content);
}

/** A live location moves: the bot sees that as an edit. */
export function moveLocation(scene: Scene, action: ActionOf<'moveLocation'>): ActionOutcome {
  const stored = findOwn(scene, action.messageId);
  if (isImpossible(stored)) return stored;
  const { location } = stored.content;
  if (location?.live_period === undefined)
    return impossible(`Message ${action.messageId} is no live location.`);
  const { latitude, longitude } = action;
  return edited(scene, stored, { location: { ...location, latitude, longitude } });
}

/** Bots hear of deletions only from business chats. */
export function deleteOwn(scene: Scene, { messageIds }: ActionOf<'delete'>): ActionOutcome {
  const { bot, chat } = scene;
  for (const id of messageIds) {
    const stored = findOwn(scene, id);
    if (isImpossible(stored)) return stored;
  }
  for (const id of messageIds) chat.messages.delete(id);
  const payload = {
    business_connection_id: chat.businessConnectionId,
    chat: { id: chat.id, type: 'private', first_name: scene.world.people.get(chat.id)?.user.first_name },
    message_ids: messageIds,
  };
  const updateId =
    chat.businessConnectionId === null
      ? null
      : bot.updates.push('deleted_business_messages', payload, chat.key);
  return { kind: 'done', chatId: chat.id, messageIds, updateIds: updateId === null ? [] : [updateId] };
}

/** Text as an app sends it: exactly what was typed, whatever characters that are. */
function written(text: string): WireContent {
  const entities = detectEntities({ text, entities: [] });
  return { text, entities: entities.length > 0 ? entities : undefined };
}

function edited(scene: Scene, stored: StoredMessage, content: WireContent): ActionOutcome {
  const updateIds = repost(scene.world, scene.chat, stored, { content, markup: undefined });
  return { kind: 'done', chatId: scene.chat.id, messageIds: [stored.wire.message_id], updateIds };
}

function findOwn({ chat, person }: Scene, messageId: number): StoredMessage | Impossible {
  const stored = chat.messages.get(messageId);
  const isOwn = stored?.senderId === person.user.id;
  return stored !== undefined && isOwn
    ? stored
    : impossible(`${person.user.first_name} has no message ${messageId} here.`);
}
