import type { FeedItem } from '../../core/events/event-feed.ts';
import type { ConversationId } from '../../core/model/ids.ts';
import { decodeId } from '../ids.ts';
import type { StreamItem } from '../types/event.ts';

/** Which items a stream shows. */
export interface Conditions {
  readonly types: readonly StreamItem['type'][] | null;
  readonly conversationId: ConversationId | null;
}

/** The arguments of `events` and of `conversationEvents`, coerced. */
export interface StreamArguments {
  readonly after?: number | null;
  readonly conversationId?: string;
  readonly filter?: {
    readonly types?: readonly StreamItem['type'][] | null;
    readonly conversationId?: string | null;
  } | null;
}

export function toConditions({ conversationId, filter }: StreamArguments): Conditions {
  const about = conversationId ?? filter?.conversationId ?? null;
  return {
    types: filter?.types ?? null,
    conversationId: about === null ? null : decodeId('Conversation', about),
  };
}

/** News of a cursor that leads nowhere reaches everybody: without it a client would wait for ever. */
export function matches(item: StreamItem, { types, conversationId }: Conditions): boolean {
  if (item.type === 'CURSOR_EXPIRED' || item.type === 'CURSOR_AHEAD') return true;
  if (types !== null && !types.includes(item.type)) return false;
  if (conversationId === null) return true;
  const about = item.type === 'CONTACT_TYPING' ? item.conversationId : item.event.subject.conversationId;
  return about === conversationId;
}

export function toStreamItem(item: FeedItem, now: Date): StreamItem {
  switch (item.kind) {
    case 'event': {
      const { type, number, occurredAt } = item.event;
      return { type, number, occurredAt, event: item.event };
    }
    case 'typing':
      return { type: 'CONTACT_TYPING', number: item.number, occurredAt: now, ...item.signal };
    case 'expired':
      return { type: 'CURSOR_EXPIRED', number: item.oldest - 1, occurredAt: now };
    case 'ahead':
      return { type: 'CURSOR_AHEAD', number: item.latest, occurredAt: now };
  }
}
