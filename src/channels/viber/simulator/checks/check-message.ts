import type { z } from 'zod';
import { type Refusal, refuse } from '../answer.ts';
import type { World } from '../state.ts';
import { buttonsOf, type Message, messageSchema } from './message-schema.ts';

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/u;

/** What a request or a welcome says, or why Viber does not take it. */
export function checkMessage(world: World, body: Readonly<Record<string, unknown>>): Message | Refusal {
  if (body.type === 'keyboard') return refuse('badData', 'type: there is no such type');
  const isKeyboard = body.type === undefined && body.keyboard !== undefined;
  const checked = messageSchema.safeParse(isKeyboard ? { ...body, type: 'keyboard' } : body);
  if (!checked.success) return refusalFor(body, checked.error);
  const message = checked.data;
  if ('media' in message && typeof message.media === 'string' && !isFetchable(world, message.media)) {
    return refuse('badData', 'media is not a public https address');
  }
  // What the app must be able to do stands in the request; saying less than it takes is a mistake of the bot.
  if (message.min_api_version < neededVersion(message)) return refuse('incompatibleWithVersion');
  return message;
}

/** A field that is not there is another refusal than one that is wrong. */
function refusalFor(body: unknown, { issues }: z.ZodError): Refusal {
  const [first] = issues;
  const path = first?.path ?? [];
  const found = path.reduce<unknown>((value, name) => Object(value)[name], body);
  const field = path.join('.');
  return found === undefined
    ? refuse('missingData', `${field || 'type'} is missing`)
    : refuse('badData', `${field}: ${first?.message ?? 'wrong'}`);
}

function isFetchable({ settings }: World, address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || (settings.isLocal && protocol === 'http:' && LOOPBACK.test(hostname));
}

function neededVersion(message: Message): number {
  const shares = buttonsOf(message).some(({ ActionType }) =>
    /^(?:share-phone|location-picker)$/u.test(ActionType),
  );
  if (shares) return 3;
  return message.type === 'rich_media' ? 2 : 1;
}
