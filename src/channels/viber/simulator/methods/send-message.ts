import { isRefusal, type Refusal, refuse } from '../answer.ts';
import { charge } from '../checks/charge.ts';
import { checkMessage } from '../checks/check-message.ts';
import { checkReceiver } from '../checks/check-receiver.ts';
import { deliver } from '../people/deliver.ts';
import type { Call } from './index.ts';

export function sendMessage({ world, bot, body }: Call): object | Refusal {
  if (bot.webhook === null) return refuse('webhookNotSet');
  if (body.receiver === undefined) return refuse('missingData', 'receiver is missing');
  const message = checkMessage(world, body);
  if (isRefusal(message)) return message;
  const chat = checkReceiver(world, bot, String(body.receiver), message);
  if (isRefusal(chat)) return chat;
  const billingStatus = charge(world, chat);
  if (isRefusal(billingStatus)) return billingStatus;

  const token = world.nextToken();
  chat.unansweredAtMs.push(world.time.nowMs());
  deliver(world, chat, { token, message, isWelcome: false });
  return { message_token: token, billing_status: billingStatus };
}
