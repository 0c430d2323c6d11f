import { afterEach, expect, it } from 'vitest';
import { SAMPLE_FILES } from '../../src/channels/shared/simulator/sample-files.ts';
import {
  startTelegramSimulator,
  type TelegramSimulator,
} from '../../src/channels/telegram/simulator/index.ts';
import { describeOnEveryServer } from '../support/describe-on-every-server.ts';
import { type GatewayProcess, startGatewayProcess } from '../support/gateway-process.ts';
import { query } from '../support/graphql-client.ts';
import { connectBot, send, waitForStatus } from '../support/journey.ts';
import { waitFor } from '../support/wait-for.ts';

describeOnEveryServer('a question and its answer', (databaseUrl) => {
  let gateway: GatewayProcess | null = null;
  let telegram: TelegramSimulator | null = null;

  afterEach(async () => {
    await gateway?.dispose();
    await telegram?.close();
  });

  const begin = async (hasPublicUrl: boolean) => {
    telegram = await startTelegramSimulator();
    gateway = await startGatewayProcess({ hasPublicUrl, ...(await databaseUrl()) });
    const bot = telegram.addBot();
    return { telegram, gateway, ...(await connectBot(gateway, telegram, bot.token)) };
  };

  it.each([
    ['by webhook', true],
    ['by polling, without a public address', false],
  ])('travels from the customer to the inbox and back to the wire, %s', async (_name, hasPublicUrl) => {
    const { telegram, gateway, token } = await begin(hasPublicUrl);
    const ada = telegram.customer('Ada');
    ada.starts();

    const { messageIds } = ada.writes('Is my order ready?');
    const conversation = await waitForConversation(gateway, token, 'Is my order ready?');
    const message = await send(gateway, token, {
      conversationId: conversation.id,
      parts: [{ text: { text: 'Yes, collect it today.' } }],
      idempotencyKey: 'answer-1',
    });
    const answer = await ada.inbox.waitForMessage(/collect it today/);
    await waitForStatus(gateway, token, message.id, 'SENT');

    expect(messageIds).toHaveLength(1);
    expect(conversation.contact.name).toBe('Ada');
    expect(conversation.unreadCount).toBe(2);
    expect(answer.text).toBe('Yes, collect it today.');
  });

  it('is answered with words, a file and choices, each of which Telegram takes, and whose tap comes back', async () => {
    const { telegram, gateway, token } = await begin(true);
    const ada = telegram.customer('Ada');
    ada.starts();
    ada.writes('Is my order ready?');
    const { id: conversationId } = await waitForConversation(gateway, token, 'Is my order ready?');
    const say = async (idempotencyKey: string, part: object) => {
      const message = await send(gateway, token, { conversationId, parts: [part], idempotencyKey });
      await waitForStatus(gateway, token, message.id, 'SENT');
    };

    await say('words', { text: { text: 'Yes, collect it today.' } });
    const photo = SAMPLE_FILES.photo();
    const mediaId = await upload(gateway, token, photo.bytes);
    await say('file', { media: { kind: 'IMAGE', mediaId, caption: 'Your parcel' } });
    const picture = await ada.inbox.waitForMessage(/Your parcel/);
    await say('choices', {
      choice: {
        text: 'Shall we keep it for you?',
        options: [
          { title: 'Yes, please', payload: 'keep:yes' },
          { title: 'No', payload: 'keep:no' },
        ],
      },
    });
    await ada.inbox.waitForMessage(/Shall we keep it/);
    ada.taps('Yes, please');
    await waitFor('the tap stands in the inbox', async () =>
      (await partsOf(gateway, token)).includes('INBOUND ChoiceReplyPart keep:yes'),
    );
    await waitFor('the tap is noticed at Telegram', async () =>
      telegram.requests.items.some(({ operation }) => operation === 'answercallbackquery'),
    );

    expect(picture.media.map(({ kind, bytes }) => [kind, Buffer.compare(bytes, photo.bytes)])).toEqual([
      ['photo', 0],
    ]);
    expect(await partsOf(gateway, token)).toEqual([
      'INBOUND TextPart',
      'INBOUND TextPart',
      'OUTBOUND TextPart',
      'OUTBOUND MediaPart',
      'OUTBOUND ChoicePart',
      'INBOUND ChoiceReplyPart keep:yes',
    ]);
  });

  it('answers /privacy once, by itself', async () => {
    const { telegram, gateway, token } = await begin(true);
    const ada = telegram.customer('Ada');
    ada.starts();

    ada.writes('/privacy');
    await ada.inbox.waitForMessage(/keeps what you write/);
    const data = await query<{ conversations: { nodes: { messages: { nodes: { author: string }[] } }[] } }>(
      gateway.url,
      token,
      '{ conversations { nodes { messages(last: 50) { nodes { author } } } } }',
    );

    const authors = data.conversations.nodes.flatMap(({ messages }) =>
      messages.nodes.map(({ author }) => author),
    );
    expect(authors.filter((author) => author === 'AUTOMATION')).toHaveLength(1);
  });
});

interface FoundConversation {
  readonly id: string;
  readonly unreadCount: number;
  readonly contact: { readonly name: string };
  readonly lastMessage: { readonly preview: string };
}

async function waitForConversation(
  gateway: GatewayProcess,
  token: string,
  preview: string,
): Promise<FoundConversation> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const { conversations } = await query<{ conversations: { nodes: FoundConversation[] } }>(
      gateway.url,
      token,
      '{ conversations { nodes { id unreadCount contact { name } lastMessage { preview } } } }',
    );
    const found = conversations.nodes.find(({ lastMessage }) => lastMessage.preview === preview);
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`No conversation ends in "${preview}".`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The parts of the only conversation in their order, each in a line. */
async function partsOf(gateway: GatewayProcess, token: string): Promise<readonly string[]> {
  interface Part {
    readonly __typename: string;
    readonly payload?: string;
  }
  const { conversations } = await query<{
    conversations: { nodes: { messages: { nodes: { direction: string; parts: Part[] }[] } }[] };
  }>(
    gateway.url,
    token,
    `{ conversations(first: 1) { nodes { messages(last: 25) { nodes { direction parts {
      __typename ... on ChoiceReplyPart { payload }
    } } } } } }`,
  );
  return conversations.nodes
    .flatMap(({ messages }) => messages.nodes)
    .flatMap(({ direction, parts }) =>
      parts.map(({ __typename, payload }) => [direction, __typename, payload].filter(Boolean).join(' ')),
    );
}

async function upload(gateway: GatewayProcess, token: string, bytes: Uint8Array): Promise<string> {
  const response = await fetch(`${gateway.url}/media?fileName=parcel.jpg`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: new Uint8Array(bytes),
  });
  const { mediaId } = (await response.json()) as { mediaId: string };
  return mediaId;
}
