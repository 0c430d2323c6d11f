import { wireChat } from '../../chats/as-wire.ts';
import { botsIn, isAdministrator, isPresent } from '../../chats/membership.ts';
import { openSharedChat } from '../../chats/open-chat.ts';
import { post } from '../../chats/post.ts';
import type { MemberStatus } from '../../state.ts';
import type { WireContent, WireUser } from '../../wire.ts';
import { type ActionOutcome, impossible, type Scene } from './scene.ts';
import type { ActionOf } from './schema.ts';

export function block(scene: Scene): ActionOutcome {
  return statusOutcome(scene, changeStatus(scene, scene.bot.user, 'kicked'));
}

export function unblock(scene: Scene): ActionOutcome {
  return statusOutcome(scene, changeStatus(scene, scene.bot.user, 'member'));
}

export function join(scene: Scene): ActionOutcome {
  const { chat, person } = scene;
  if (chat.type === 'private') return impossible('Say which group or channel to join: `chat`.');
  if (isPresent(chat, person.user.id))
    return impossible(`${person.user.first_name} is in ${chat.title} already.`);
  const updateIds = changeStatus(scene, person.user, 'member');
  return statusOutcome(scene, [...updateIds, ...announce(scene, { new_chat_members: [person.user] })]);
}

export function leave(scene: Scene): ActionOutcome {
  const { chat, person } = scene;
  if (chat.type === 'private' || !isPresent(chat, person.user.id)) {
    return impossible(`${person.user.first_name} is not in this group.`);
  }
  const announced = announce(scene, { left_chat_member: person.user });
  return statusOutcome(scene, [...announced, ...changeStatus(scene, person.user, 'left')]);
}

/** Administrators decide; bots among them are asked. The bot may write to the person for a while. */
export function askToJoin({ world, person, chat }: Scene): ActionOutcome {
  if (chat.type === 'private') return impossible('Say which group or channel to join: `chat`.');
  const request = {
    chat: wireChat(world, chat),
    from: person.user,
    user_chat_id: person.user.id,
    date: world.time.unixSeconds(),
  };
  const updateIds = botsIn(world, chat)
    .filter(({ user }) => isAdministrator(chat, user.id))
    .flatMap((bot) => bot.updates.push('chat_join_request', request, chat.key) ?? []);
  return { kind: 'done', chatId: chat.id, messageIds: [], updateIds };
}

export function setBotStatus(scene: Scene, { status }: ActionOf<'setBotStatus'>): ActionOutcome {
  const { bot, chat } = scene;
  if (chat.type === 'private')
    return impossible('Say which group or channel: `chat`. A person blocks and unblocks.');
  const wasPresent = isPresent(chat, bot.user.id);
  const updateIds = changeStatus(scene, bot.user, status);
  const isNew = !wasPresent && isPresent(chat, bot.user.id);
  return statusOutcome(
    scene,
    isNew ? [...updateIds, ...announce(scene, { new_chat_members: [bot.user] })] : updateIds,
  );
}

export function rename(scene: Scene, { title }: ActionOf<'rename'>): ActionOutcome {
  if (scene.chat.type === 'private') return impossible('Only groups and channels have a title.');
  scene.chat.title = title;
  return statusOutcome(scene, announce(scene, { new_chat_title: title }));
}

/** The group ends and a supergroup with another id begins; both say so. Message ids start again. */
export function migrate(scene: Scene): ActionOutcome {
  const { world, chat } = scene;
  if (chat.type !== 'group' || chat.migratedToId !== null)
    return impossible('Only a group can become a supergroup.');
  const members = [...chat.members];
  const successor = openSharedChat(world, { type: 'supergroup', title: chat.title ?? '', members });
  const before = announce(scene, { migrate_to_chat_id: successor.id });
  chat.migratedToId = successor.id;
  const after = announce({ ...scene, chat: successor }, { migrate_from_chat_id: chat.id });
  const facts = { supergroupId: successor.id };
  return { kind: 'done', chatId: successor.id, messageIds: [], updateIds: [...before, ...after], facts };
}

export function deleteGroup(scene: Scene): ActionOutcome {
  if (scene.chat.type === 'private') return impossible('Say which group: `chat`.');
  scene.chat.isDeleted = true;
  return statusOutcome(scene, []);
}

/**
 * Gives somebody another standing in a chat. A bot hears of its own at once, and of others' when it is an
 * administrator and has asked for such updates.
 */
export function changeStatus({ world, person, chat }: Scene, user: WireUser, status: MemberStatus): number[] {
  const before = chat.members.get(user.id) ?? 'left';
  if (before === status) return [];
  const watching = botsIn(world, chat).filter((bot) => isAdministrator(chat, bot.user.id));
  chat.members.set(user.id, status);

  const change = {
    chat: wireChat(world, chat),
    from: person.user,
    date: world.time.unixSeconds(),
    old_chat_member: { user, status: before, ...untilDate(before) },
    new_chat_member: { user, status, ...untilDate(status) },
  };
  const self = world.bots.get(user.id);
  if (self !== undefined)
    return [self.updates.push('my_chat_member', change, chat.key)].filter((id) => id !== null);
  return watching.flatMap((bot) => bot.updates.push('chat_member', change, chat.key) ?? []);
}

/** What the chat itself says about the person who did something. */
function announce({ world, chat, person }: Scene, content: WireContent): readonly number[] {
  if (chat.type === 'channel') return [];
  return post(world, chat, { senderId: person.user.id, content }).updateIds;
}

function untilDate(status: MemberStatus): object {
  if (status === 'restricted') return { is_member: true, can_send_messages: false, until_date: 0 };
  return status === 'kicked' ? { until_date: 0 } : {};
}

function statusOutcome({ chat }: Scene, updateIds: readonly number[]): ActionOutcome {
  return { kind: 'done', chatId: chat.id, messageIds: [], updateIds };
}
