import type { FeedItem } from '../../core/events/event-feed.ts';
import type { ConversationId } from '../../core/model/ids.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { decodeId } from '../ids.ts';
import { workspaceViewer } from '../queries.ts';
import { EventTypeEnum } from '../types/enums.ts';
import { EventInterface, type StreamItem } from '../types/event.ts';

const EventFilterInput = builder.inputType('EventFilter', {
  description: 'All given conditions must hold. Cursors count what is passed over, too.',
  fields: (t) => ({
    types: t.field({ type: [EventTypeEnum], description: 'Only these kinds.' }),
    conversationId: t.id({ description: 'Only what concerns this conversation.' }),
  }),
});

interface Conditions {
  readonly types: readonly StreamItem['type'][] | null;
  readonly conversationId: ConversationId | null;
}

/** Rights are asked again this often while a stream lives: a revoked key ends it. */
const RECHECK_MS = 3_000;

builder.subscriptionFields((t) => ({
  events: t.field({
    type: EventInterface,
    description: 'Everything behind `after`, then what happens, without a gap. Without `after`: from now on.',
    args: {
      after: t.arg({
        type: 'Cursor',
        description: 'The last cursor that was seen, or the `asOf` of a snapshot.',
      }),
      filter: t.arg({ type: EventFilterInput, description: 'Which events.' }),
    },
    subscribe: (_root, { after, filter }, context) =>
      stream(context, after ?? null, {
        types: filter?.types ?? null,
        conversationId:
          filter?.conversationId == null ? null : decodeId('Conversation', filter.conversationId),
      }),
    resolve: seenFresh,
  }),
  conversationEvents: t.field({
    type: EventInterface,
    description: 'The same for one conversation. An unknown conversation has a silent stream.',
    args: {
      conversationId: t.arg.id({ required: true, description: 'Which one.' }),
      after: t.arg({
        type: 'Cursor',
        description: 'The last cursor that was seen, or the `asOf` of a snapshot.',
      }),
    },
    subscribe: (_root, { conversationId, after }, context) =>
      stream(context, after ?? null, {
        types: null,
        conversationId: decodeId('Conversation', conversationId),
      }),
    resolve: seenFresh,
  }),
}));

/** One context serves the whole stream: each event is read anew. */
function seenFresh(item: StreamItem, _arguments: object, { reads }: Context): StreamItem {
  reads.forget(item.number);
  return item;
}

async function* stream(
  context: Context,
  after: number | null,
  conditions: Conditions,
): AsyncGenerator<StreamItem> {
  const { services } = context;
  const { workspaceId } = workspaceViewer(context);
  const ending = new AbortController();
  const recheck = setInterval(() => {
    context.isStillAllowed().then(
      (isAllowed) => {
        if (!isAllowed) ending.abort();
      },
      // The database is away: nothing new can be read anyway.
      () => {},
    );
  }, RECHECK_MS).unref();
  try {
    for await (const item of services.feed.follow(workspaceId, after, ending.signal)) {
      const shown = toStreamItem(item, services.core.clock.now());
      if (matches(shown, conditions)) yield shown;
    }
  } finally {
    clearInterval(recheck);
    ending.abort();
  }
}

function toStreamItem(item: FeedItem, now: Date): StreamItem {
  switch (item.kind) {
    case 'event':
      return {
        type: item.event.type,
        number: item.event.number,
        occurredAt: item.event.occurredAt,
        event: item.event,
      };
    case 'typing':
      return { type: 'CONTACT_TYPING', number: item.number, occurredAt: now, ...item.signal };
    case 'expired':
      return { type: 'CURSOR_EXPIRED', number: item.oldest, occurredAt: now };
  }
}

function matches(item: StreamItem, { types, conversationId }: Conditions): boolean {
  if (item.type === 'CURSOR_EXPIRED') return true;
  if (types !== null && !types.includes(item.type)) return false;
  if (conversationId === null) return true;
  return (
    (item.type === 'CONTACT_TYPING' ? item.conversationId : item.event.subject.conversationId) ===
    conversationId
  );
}
