import pc from 'picocolors';

export interface DemoBot {
  readonly url: string;
  readonly token: string;
  readonly signal: AbortSignal;
  readonly say: (text: string) => void;
}

const EVENTS = `subscription {
  events {
    cursor
    type
    ... on MessageReceived { message { id preview conversation { id } } }
    ... on MessageStatusChanged { message { preview status direction } }
  }
}`;

const SEND = `mutation ($input: SendMessageInput!) {
  sendMessage(input: $input) { __typename ... on UserError { message } }
}`;

interface LiveEvent {
  readonly type: string;
  readonly message?: {
    readonly id: string;
    readonly preview: string;
    readonly status?: string;
    readonly conversation?: { readonly id: string };
  };
}

/** A program like any customer's: it follows the events and answers through the public API. */
export async function runDemoBot({ url, token, signal, say }: DemoBot): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const post = (body: object, accept: string) =>
    fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { ...headers, accept },
      body: JSON.stringify(body),
      signal,
    });
  try {
    const stream = await post({ query: EVENTS }, 'text/event-stream');
    for await (const event of liveEvents(stream)) {
      if (event.message === undefined) continue;
      say(
        `  ${pc.blue('event   ')} ${event.type} ${pc.dim(event.message.status ?? '')} ${event.message.preview}`,
      );
      const { id, conversation, preview } = event.message;
      if (event.type !== 'MESSAGE_RECEIVED' || conversation === undefined || preview.startsWith('/'))
        continue;
      const text = /sunday|open/iu.test(preview)
        ? 'We are open Monday to Saturday, nine to six.'
        : 'Thank you! A colleague will answer in a minute.';
      const input = {
        conversationId: conversation.id,
        parts: [{ text: { text } }],
        idempotencyKey: `bot:${id}`,
      };
      await post({ query: SEND, variables: { input } }, 'application/json');
    }
  } catch (error) {
    if (!signal.aborted)
      say(`  ${pc.red('bot     ')} stopped: ${error instanceof Error ? error.message : 'unknown'}`);
  }
}

/** Server-sent events are blocks of lines; `data:` lines of an event hold its JSON. */
async function* liveEvents(response: Response): AsyncGenerator<LiveEvent> {
  if (response.body === null) return;
  let rest = '';
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
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
