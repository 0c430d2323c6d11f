import { type Access, createAsk, postOperation } from './ask.ts';

const EVENTS = `subscription ($after: Cursor!) {
  events(after: $after) {
    type
    ... on MessageReceived { message { ...said } }
    ... on MessageStatusChanged { message { ...said } }
    ... on ConsentChanged { identity { id } }
  }
}
fragment said on Message {
  id
  status
  preview
  direction
  conversation { id }
  identity { id channelAccount { channel { name } } }
  parts { ... on ChoiceReplyPart { payload title } }
}`;

export interface LiveEvent {
  readonly type: string;
  readonly message?: LiveMessage;
  readonly identity?: { readonly id: string };
}

export interface LiveMessage {
  readonly id: string;
  /** Null: from a customer. */
  readonly status: string | null;
  readonly preview: string;
  readonly direction: 'INBOUND' | 'OUTBOUND';
  readonly conversation: { readonly id: string };
  readonly identity: {
    readonly id: string;
    readonly channelAccount: { readonly channel: { readonly name: string } };
  };
  readonly parts: readonly { readonly payload?: string; readonly title?: string }[];
}

/** Where the log stands: following from here misses nothing that happens later. */
export async function readPosition(access: Access): Promise<string> {
  const { conversations } = await createAsk(access)<{ conversations: { asOf: string } }>(
    '{ conversations(first: 1) { asOf } }',
  );
  return conversations.asOf;
}

/** What happens behind a position, over server-sent events; ends with the gateway or the signal. */
export async function* followEvents(access: Access, after: string): AsyncGenerator<LiveEvent> {
  const { body } = await postOperation(access, { query: EVENTS, variables: { after } }, 'text/event-stream');
  if (body === null) return;
  let rest = '';
  for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
    // Events are blocks of lines; those that begin with `data:` hold the JSON.
    const blocks = `${rest}${chunk}`.split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const data = block
        .split('\n')
        .filter((line) => line.startsWith('data:'))
        .map((line) => line.slice(5).trim())
        .join('');
      if (data === '') continue;
      const { data: payload } = JSON.parse(data) as { data?: { events?: LiveEvent } };
      if (payload?.events !== undefined) yield payload.events;
    }
  }
}
