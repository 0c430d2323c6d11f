import { type Refusal, refuse } from '../answer.ts';
import { describeUser } from '../people/describe-user.ts';
import type { Call } from './index.ts';

const MAX_ASKED = 2;
const PERIOD_MS = 12 * 3_600_000;

/** Twice in twelve hours about the same person. */
export function getUserDetails({ world, bot, body }: Call): object | Refusal {
  if (body.id === undefined) return refuse('missingData', 'id is missing');
  const chat = bot.chats.get(String(body.id));
  if (chat === undefined || chat.person.isGone) return refuse('receiverNotRegistered');
  if (chat.subscription !== 'subscribed') return refuse('receiverNotSubscribed');
  chat.detailsAskedAtMs = chat.detailsAskedAtMs.filter((atMs) => atMs > world.time.nowMs() - PERIOD_MS);
  if (chat.detailsAskedAtMs.length >= MAX_ASKED) return refuse('tooManyRequests');
  chat.detailsAskedAtMs.push(world.time.nowMs());
  return {
    message_token: world.nextToken(),
    user: {
      ...describeUser(world, chat, { sendName: true, sendPhoto: true }),
      primary_device_os: chat.person.device === 'ios' ? 'iOS 18.1' : 'Android 15',
      viber_version: '23.4.0',
      mcc: 255,
      mnc: 1,
      device_type: chat.person.device === 'ios' ? 'iPhone16,2' : 'Pixel 9',
    },
  };
}
