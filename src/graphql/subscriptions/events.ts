import { builder } from '../builder.ts';
import { EventTypeEnum } from '../types/enums.ts';
import { EventInterface, type StreamItem } from '../types/event.ts';

const EventFilterInput = builder.inputType('EventFilter', {
  description: 'All given conditions must hold. Cursors count what is passed over, too.',
  fields: (t) => ({
    types: t.field({ type: [EventTypeEnum], description: 'Only these kinds.' }),
    conversationId: t.id({ description: 'Only what concerns this conversation.' }),
  }),
});

builder.subscriptionFields((t) => {
  const after = t.arg({
    type: 'Cursor',
    description: 'The last cursor that was seen, or the `asOf` of a snapshot.',
  });
  return {
    events: t.field({
      type: EventInterface,
      description:
        'Everything behind `after`, then what happens, without a gap. Without `after`: from now on.',
      args: { after, filter: t.arg({ type: EventFilterInput, description: 'Which events.' }) },
      subscribe: followedElsewhere,
      resolve: (item) => item,
    }),
    conversationEvents: t.field({
      type: EventInterface,
      description: 'The same for one conversation. An unknown conversation has a silent stream.',
      args: { conversationId: t.arg.id({ required: true, description: 'Which one.' }), after },
      subscribe: followedElsewhere,
      resolve: (item) => item,
    }),
  };
});

/** Streams are shared among subscribers, which GraphQL's own subscribing can not do: see `follow-stream.ts`. */
function followedElsewhere(): AsyncIterable<StreamItem> {
  throw new Error('Subscriptions are planned and followed; the executor never subscribes.');
}
