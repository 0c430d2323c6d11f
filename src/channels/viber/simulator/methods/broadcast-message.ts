import { z } from 'zod';
import { isRefusal, type Refusal, refuse } from '../answer.ts';
import { charge } from '../checks/charge.ts';
import { checkMessage } from '../checks/check-message.ts';
import { checkReceiver } from '../checks/check-receiver.ts';
import { type Message, messageSchema } from '../checks/message-schema.ts';
import { deliver } from '../people/deliver.ts';
import type { Bot, Chat, World } from '../state.ts';
import type { Call } from './index.ts';

const PERIOD_MS = 10_000;

const listSchema = z.array(z.string()).min(1).max(300);

/** One message to many, under one token. Whom it does not reach stands in a list beside the "ok". */
export function broadcastMessage({ world, bot, body }: Call): object | Refusal {
  if (bot.webhook === null) return refuse('webhookNotSet');
  if (!bot.canBroadcast) return refuse('broadcastNotAllowed');
  if (body.broadcast_list === undefined) return refuse('missingData', 'broadcast_list is missing');
  const receivers = listSchema.safeParse(body.broadcast_list);
  if (!receivers.success) return refuse('badData', 'broadcast_list has 1 to 300 receivers');
  const message = checkMessage(world, body);
  if (isRefusal(message)) return message;
  if (!hasRoom(world, bot)) return refuse('tooManyRequests');

  const token = world.nextToken();
  const failed = [...new Set(receivers.data)].flatMap((receiver) => {
    const refusal = sendOne(world, bot, receiver, message, token);
    if (refusal === null) return [];
    return [{ receiver, status: refusal.status, status_message: refusal.message }];
  });
  return { message_token: token, ...(failed.length > 0 && { failed_list: failed }) };
}

function hasRoom({ settings, time }: World, bot: Bot): boolean {
  bot.broadcastsAtMs = bot.broadcastsAtMs.filter((atMs) => atMs > time.nowMs() - PERIOD_MS);
  const { maxBroadcastsPer10s } = settings;
  if (maxBroadcastsPer10s !== null && bot.broadcastsAtMs.length >= maxBroadcastsPer10s) return false;
  bot.broadcastsAtMs.push(time.nowMs());
  return true;
}

function sendOne(world: World, bot: Bot, receiver: string, message: Message, token: bigint): Refusal | null {
  const chat = checkReceiver(world, bot, receiver, message);
  if (isRefusal(chat)) return chat;
  const billingStatus = charge(world, chat);
  if (isRefusal(billingStatus)) return billingStatus;
  chat.unansweredAtMs.push(world.time.nowMs());
  deliver(world, chat, { token, message: addressed(message, chat), isWelcome: false });
  return null;
}

/** Placeholders may stand anywhere in the message. */
function addressed(message: Message, { userId, person }: Chat): Message {
  const within = (text: string) => JSON.stringify(text).slice(1, -1);
  const json = JSON.stringify(message)
    .replaceAll('replace_me_with_receiver_id', within(userId))
    .replaceAll('replace_me_with_url_encoded_receiver_id', within(encodeURIComponent(userId)))
    .replaceAll('replace_me_with_user_name', within(person.name));
  return messageSchema.parse(JSON.parse(json));
}
