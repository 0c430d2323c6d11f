import { afterEach, expect, it } from 'vitest';
import {
  startTelegramSimulator,
  type TelegramSimulator,
} from '../../src/channels/telegram/simulator/index.ts';
import { describeOnEveryServer } from '../support/describe-on-every-server.ts';
import { type GatewayProcess, startGatewayProcess } from '../support/gateway-process.ts';
import { query } from '../support/graphql-client.ts';
import { connectBot, send, waitForStatus } from '../support/journey.ts';

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
