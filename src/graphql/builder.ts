import SchemaBuilder from '@pothos/core';
import RelayPlugin from '@pothos/plugin-relay';
import type { Context } from './context.ts';
import { encodeId } from './ids.ts';

/** What the builder knows at compile time: scalars as resolvers see them, and non-null by default. */
export interface SchemaTypes {
  Context: Context;
  DefaultFieldNullability: false;
  DefaultEdgesNullability: false;
  DefaultNodeNullability: false;
  Scalars: {
    ID: { Input: string; Output: string };
    DateTime: { Input: Date; Output: Date };
    /** A number of the workspace's log. */
    Cursor: { Input: number; Output: number };
    JSONObject: { Input: Readonly<Record<string, unknown>>; Output: Readonly<Record<string, unknown>> };
  };
}

export type Builder = typeof builder;

/** Everything outsiders see is registered on this one builder, noun by noun and verb by verb. */
export const builder = new SchemaBuilder<SchemaTypes>({
  plugins: [RelayPlugin],
  defaultFieldNullability: false,
  relay: {
    encodeGlobalID: (typename, id) => encodeId(typename, String(id)),
    // `node` and `nodes` are ours: an id that names nothing is null there, whatever is wrong with it.
    nodeQueryOptions: false,
    nodesQueryOptions: false,
    nodeTypeOptions: {
      description: 'Anything with an id of its own, which `node` finds again.',
    },
    idFieldOptions: {
      description: 'Opaque and stable; unique over all types.',
    },
    cursorType: 'String',
    defaultConnectionTypeOptions: { description: 'A page of a list.' },
    defaultEdgeTypeOptions: { description: 'An item and its place in the list.' },
    edgesFieldOptions: { nullable: false, description: 'The items of this page, each with its cursor.' },
    nodeFieldOptions: { nullable: false, description: 'The item itself.' },
    cursorFieldOptions: { description: 'Where the item stands; give it to `after` or `before`.' },
    nodesOnConnection: { description: 'The items of this page, where their cursors do not matter.' },
    pageInfoFieldOptions: { description: 'What lies before and behind this page.' },
    pageInfoTypeOptions: { description: 'What lies before and behind a page of a list.' },
    hasNextPageFieldOptions: { description: 'True when items follow this page.' },
    hasPreviousPageFieldOptions: { description: 'True when items precede this page.' },
    startCursorFieldOptions: { description: 'The cursor of the first item; null on an empty page.' },
    endCursorFieldOptions: { description: 'The cursor of the last item; null on an empty page.' },
    firstArgOptions: { description: 'How many items from the start: 1 to 100.' },
    lastArgOptions: { description: 'How many items from the end: 1 to 100.' },
    afterArgOptions: { description: 'Only items behind this cursor.' },
    beforeArgOptions: { description: 'Only items before this cursor.' },
  },
});

builder.queryType({ description: 'Everything that can be read.' });
builder.mutationType({
  description:
    'Everything that can be done. What may be expected to go wrong is a member of the result, never a top-level error.',
});
builder.subscriptionType({
  description:
    'What happens in the workspace, resumable: by server-sent events or WebSocket (`graphql-transport-ws`) on the same address.',
});
