import { builder } from './builder.ts';

type ObjectRef<Row> = ReturnType<typeof builder.objectRef<Row>>;

/**
 * The page type of one noun: `ConversationConnection` with `ConversationEdge`. One per noun, wherever its lists
 * are found, so that a client's fragment on it fits everywhere.
 */
export function connectionOf<Row>(type: ObjectRef<Row>, noun: string, article = 'A') {
  return builder.connectionObject(
    {
      type,
      name: `${noun}Connection`,
      description: `A page of a list; each item is of the type ${noun}.`,
    },
    { name: `${noun}Edge`, description: `${article} ${noun} and its place in the list.` },
  );
}

builder.globalConnectionField('asOf', (t) =>
  t.field({
    type: 'Cursor',
    description:
      'The position of the log before anything in this answer was read: `events(after:)` follows from here without a gap.',
    resolve: (_connection, _arguments, { reads }) => reads.asOf(),
  }),
);
