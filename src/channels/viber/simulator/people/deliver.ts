import { fetchFromLoopback } from '../../../shared/simulator/fetch-from-loopback.ts';
import type { Message } from '../checks/message-schema.ts';
import type { Chat, Delivery, Person, World } from '../state.ts';
import { asReceived } from './received-message.ts';

const MEGABYTE = 1_000_000;
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/u;

/** Brings a message to a phone, at once or when it is online again. Viber has said yes already. */
export function deliver(world: World, chat: Chat, delivery: Delivery): void {
  if (!chat.person.isOnline) {
    chat.waiting.push(delivery);
    return;
  }
  // One after the other: a picture that takes its time is not overtaken by the words behind it.
  chat.shown = chat.shown.then(() => show(world, chat, delivery));
}

/** What has waited for the phone, in its order. */
export function deliverWaiting(world: World, chat: Chat): void {
  for (const delivery of chat.waiting.splice(0)) deliver(world, chat, delivery);
}

/** The app fetches what the message refers to; what it can not show is reported as failed, after the yes. */
async function show(world: World, chat: Chat, delivery: Delivery): Promise<void> {
  const { message, token } = delivery;
  const file = await fetchFile(message, chat);
  if (file.kind === 'failed') {
    fail(chat, token, file.reason);
    return;
  }
  chat.keyboard = message.keyboard ?? null;
  chat.trackingData = message.tracking_data ?? null;
  chat.unseen.push(token);
  chat.person.inbox.append(asReceived(chat, delivery, file.bytes));
  const { receipts } = world.settings;
  if (receipts !== 'none') report(chat, 'delivered', token);
  if (receipts === 'seen') see(chat);
}

/** Everything that is on the screen is reported as seen, each message once. */
export function see(chat: Chat): readonly bigint[] {
  const tokens = chat.unseen.splice(0);
  for (const token of tokens) report(chat, 'seen', token);
  return tokens;
}

export function fail(chat: Chat, token: bigint, reason: string): void {
  report(chat, 'failed', token, { desc: reason });
}

function report(
  { bot, userId }: Chat,
  event: 'delivered' | 'seen' | 'failed',
  token: bigint,
  more: object = {},
): void {
  bot.callbacks.tell({ event, userId, token, fields: { user_id: userId, ...more } });
}

type Fetched =
  | { readonly kind: 'there'; readonly bytes: Uint8Array | null }
  | { readonly kind: 'failed'; readonly reason: string };

/** Only from this machine: a file anywhere else is believed to be what the message says. */
async function fetchFile(message: Message, { person }: Chat): Promise<Fetched> {
  const limit = LIMITS.get(message.type)?.[person.device];
  if (limit === undefined || !('media' in message)) return { kind: 'there', bytes: null };
  const address = String(message.media);
  if (!LOOPBACK.test(new URL(address).hostname)) return { kind: 'there', bytes: null };
  const fetched = await fetchFromLoopback(address, limit);
  if (fetched.kind === 'too-large') return { kind: 'failed', reason: 'The file is too large.' };
  if (fetched.kind === 'unavailable') return { kind: 'failed', reason: 'The file could not be downloaded.' };
  if (message.type === 'picture' && !fetched.mimeType.startsWith('image/')) {
    return { kind: 'failed', reason: 'The file is no picture.' };
  }
  return { kind: 'there', bytes: fetched.bytes };
}

const same = (bytes: number) => ({ android: bytes, ios: bytes });

/** In bytes, by kind of message and of phone. */
const LIMITS = new Map<Message['type'], Readonly<Record<Person['device'], number>>>([
  ['picture', { android: 3 * MEGABYTE, ios: 1 * MEGABYTE }],
  ['video', same(26 * MEGABYTE)],
  ['file', same(50 * MEGABYTE)],
]);
