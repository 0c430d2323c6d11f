import { type Refusal, refuse } from '../answer.ts';
import type { Bot, Chat, World } from '../state.ts';
import type { Message } from './message-schema.ts';

const HOUR_MS = 3_600_000;

/** Whether this person gets a message from this bot, and by which chat. */
export function checkReceiver(world: World, bot: Bot, receiver: string, message: Message): Chat | Refusal {
  const chat = bot.chats.get(receiver);
  if (chat === undefined || chat.person.isGone) return refuse('receiverNotRegistered', 'Not found');
  if (chat.subscription !== 'subscribed') return refuse('receiverNotSubscribed', 'Not subscribed');
  const { apiVersion } = chat.person;
  if (apiVersion === 0) return refuse('receiverNoSuitableDevice');
  if (apiVersion < message.min_api_version) return refuse('apiVersionNotSupported');
  return hasRoom(world, chat) ? chat : refuse('tooManyRequests');
}

/** Only what the person leaves unanswered is counted. */
function hasRoom({ settings, time }: World, chat: Chat): boolean {
  chat.unansweredAtMs = chat.unansweredAtMs.filter((atMs) => atMs > time.nowMs() - HOUR_MS);
  const { maxUnansweredPerHour } = settings;
  return maxUnansweredPerHour === null || chat.unansweredAtMs.length < maxUnansweredPerHour;
}
