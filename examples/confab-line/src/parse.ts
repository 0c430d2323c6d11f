import {
  fromUnixSeconds,
  type InboundEvent,
  ignored,
  label,
  notUnderstood,
  type ParsedPayload,
  parseLosslessJson,
  type Reading,
  type SenderFacts,
  understood,
} from 'confab/channel';
import { readMessage } from './parse-message.ts';
import { Body, Event, Postback, type Source, Unsend } from './payload.ts';

/** Known, and nothing to a conversation. */
const IGNORED = new Set([
  'memberJoined',
  'memberLeft',
  'videoPlayComplete',
  'beacon',
  'accountLink',
  'membership',
  'activated',
  'deactivated',
  'module',
  'delivery',
]);

/** What one webhook body says. LINE names the account by `destination`, the bot's own user id. */
export function parse(body: Uint8Array): ParsedPayload {
  const parsed = Body.safeParse(readJson(body));
  if (!parsed.success) return { events: [], unknown: ['body:not-a-webhook'], ignored: [] };
  const { destination, events } = parsed.data;
  // The console's "Verify" button sends a body without events.
  if (events.length === 0) return { events: [], unknown: [], ignored: ['verification'] };
  const readings = events.map(readEvent);
  const accountExternalId = destination === '' ? null : destination;
  return {
    events: readings.flatMap((reading) => reading.events.map((event) => ({ accountExternalId, event }))),
    unknown: readings.flatMap(({ unknown }) => unknown),
    ignored: readings.flatMap((reading) => reading.ignored),
  };
}

function readEvent(value: unknown): Reading {
  const parsed = Event.safeParse(value);
  if (!parsed.success) return notUnderstood('event:malformed');
  const { type, source, timestamp, webhookEventId, mode } = parsed.data;
  if (IGNORED.has(type)) return ignored(label('event', type));
  const occurredAt = timestamp === undefined ? null : fromUnixSeconds(timestamp / 1000);
  if (type === 'botSuspended' || type === 'botResumed') return understood([health(type)]);
  if (source === undefined) return notUnderstood(label('event', type, 'no-source'));
  const sender = senderOf(source);
  const isStandby = mode === 'standby' ? { isStandby: true } : {};
  switch (type) {
    case 'message':
      return readMessage(parsed.data.message, { sender, sentAt: occurredAt, ...isStandby });
    case 'postback': {
      const postback = Postback.safeParse(parsed.data.postback);
      if (!postback.success || webhookEventId === undefined) return notUnderstood('event:postback:malformed');
      const parts = [{ type: 'choice-reply', payload: postback.data.data, title: null }] as const;
      const externalId = webhookEventId;
      return understood([{ kind: 'message', externalId, sender, parts, sentAt: occurredAt, ...isStandby }]);
    }
    case 'unsend': {
      const unsend = Unsend.safeParse(parsed.data.unsend);
      if (!unsend.success) return notUnderstood('event:unsend:malformed');
      const targetExternalId = unsend.data.messageId;
      return understood([{ kind: 'message-deleted', targetExternalId, deletedAt: occurredAt }]);
    }
    case 'follow':
    case 'join':
      return understood([{ kind: 'opt-in', sender, occurredAt }]);
    case 'unfollow':
    case 'leave': {
      const reason = type === 'leave' ? 'gone' : 'blocked';
      return understood([{ kind: 'opt-out', sender, scope: 'all', reason, occurredAt }]);
    }
    default:
      return notUnderstood(label('event', type));
  }
}

function health(type: 'botSuspended' | 'botResumed'): InboundEvent {
  return type === 'botSuspended'
    ? { kind: 'account-health', level: 'error', code: type, description: 'LINE has suspended this account.' }
    : { kind: 'account-health', level: 'ok', code: type, description: 'LINE has resumed this account.' };
}

/** Groups and rooms answer as one; whoever spoke stands beside them. */
function senderOf(source: Source): SenderFacts {
  if (source.type === 'user') return { externalId: source.userId };
  const externalId = source.type === 'group' ? source.groupId : source.roomId;
  return {
    externalId,
    identityKind: 'GROUP',
    ...(source.userId !== undefined && { participant: { externalId: source.userId } }),
  };
}

function readJson(body: Uint8Array): unknown {
  try {
    return parseLosslessJson(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}
