import { createTokenBucket } from '../../../shared/simulator/token-bucket.ts';
import { type Refusal, tooManyRequests } from '../answer.ts';
import type { Bot, Chat, World } from '../state.ts';

const STARS_PER_PAID_MESSAGE = 0.1;

/**
 * Counts messages against the bot's and the chat's limits, or says how long to wait. Refused ones do not count.
 *
 * @param cost    How many messages it is: each part of an album is one.
 * @param isPaid  `allow_paid_broadcast`: beyond the free limit a message may be paid for.
 */
export function countMessages(
  world: World,
  bot: Bot,
  chat: Chat,
  cost: number,
  isPaid: boolean,
): Refusal | null {
  const limits = world.settings.floodLimits;
  if (limits === null) return null;
  const nowMs = world.time.nowMs();

  const isGroup = chat.type !== 'private';
  const ofChat = bot.sending.byChat.get(chat.key) ?? createTokenBucket(isGroup ? limits.group : limits.chat);
  bot.sending.byChat.set(chat.key, ofChat);

  const price = cost * STARS_PER_PAID_MESSAGE;
  const pays = isPaid && bot.sending.free.waitMs(cost, nowMs) > 0 && bot.starBalance >= price;
  const ofBot = pays ? bot.sending.paid : bot.sending.free;

  const waitMs = Math.max(ofChat.waitMs(cost, nowMs), ofBot.waitMs(cost, nowMs));
  if (waitMs > 0) return tooManyRequests(Math.ceil(waitMs / 1000));
  ofChat.take(cost, nowMs);
  ofBot.take(cost, nowMs);
  if (pays) bot.starBalance -= price;
  return null;
}
