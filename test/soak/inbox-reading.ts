import { query } from '../support/graphql-client.ts';

/** One conversation as a client of the API reads it, from its first message to its last. */
export interface ReadConversation {
  readonly id: string;
  readonly unreadCount: number;
  readonly inbound: readonly string[];
  readonly outbound: readonly { readonly text: string; readonly status: string }[];
}

/** A whole workspace, and the position of its log from before the first page was read. */
export interface ReadInbox {
  readonly asOf: string;
  readonly conversations: readonly ReadConversation[];
}

interface Page<Node> {
  readonly asOf: string;
  readonly nodes: readonly Node[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

interface ReadMessage {
  readonly preview: string;
  readonly direction: string;
  readonly status: string | null;
}

export async function readInbox(gatewayUrl: string, token: string): Promise<ReadInbox> {
  const [first, ...rest] = await pages<{ id: string; unreadCount: number }>(async (after) => {
    const { conversations } = await query<{ conversations: Page<{ id: string; unreadCount: number }> }>(
      gatewayUrl,
      token,
      `query ($after: String) {
        conversations(first: 100, after: $after) {
          asOf
          nodes { id unreadCount }
          pageInfo { hasNextPage endCursor }
        }
      }`,
      { after },
    );
    return conversations;
  });
  if (first === undefined) throw new Error('A list has at least one page.');
  const conversations: ReadConversation[] = [];
  for (const { id, unreadCount } of [first, ...rest].flatMap(({ nodes }) => nodes)) {
    const messages = (await readMessages(gatewayUrl, token, id)).flatMap(({ nodes }) => nodes);
    const inbound = messages.filter(({ direction }) => direction === 'INBOUND');
    const outbound = messages.filter(({ direction }) => direction === 'OUTBOUND');
    conversations.push({
      id,
      unreadCount,
      inbound: inbound.map(({ preview }) => preview),
      outbound: outbound.map(({ preview, status }) => ({ text: preview, status: status ?? '' })),
    });
  }
  return { asOf: first.asOf, conversations };
}

function readMessages(gatewayUrl: string, token: string, id: string): Promise<readonly Page<ReadMessage>[]> {
  return pages(async (after) => {
    const { conversation } = await query<{ conversation: { messages: Page<ReadMessage> } }>(
      gatewayUrl,
      token,
      `query ($id: ID!, $after: String) {
        conversation(id: $id) {
          messages(first: 100, after: $after) {
            asOf
            nodes { preview direction status }
            pageInfo { hasNextPage endCursor }
          }
        }
      }`,
      { id, after },
    );
    return conversation.messages;
  });
}

async function pages<Node>(read: (after: string | null) => Promise<Page<Node>>): Promise<Page<Node>[]> {
  const all: Page<Node>[] = [];
  let after: string | null = null;
  do {
    const page: Page<Node> = await read(after);
    all.push(page);
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
  return all;
}
