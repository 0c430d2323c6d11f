import { afterEach, expect, it } from 'vitest';
import {
  type MessengerSimulator,
  startMessengerSimulator,
} from '../../src/channels/messenger/simulator/index.ts';
import { SAMPLE_FILES } from '../../src/channels/shared/simulator/sample-files.ts';
import { describeOnEveryServer } from '../support/describe-on-every-server.ts';
import { type GatewayProcess, startGatewayProcess } from '../support/gateway-process.ts';
import { query } from '../support/graphql-client.ts';
import { connectAccount, send, waitForStatus } from '../support/journey.ts';

describeOnEveryServer('a conversation on Messenger', (databaseUrl) => {
  let gateway: GatewayProcess | null = null;
  let messenger: MessengerSimulator | null = null;

  afterEach(async () => {
    await gateway?.dispose();
    await messenger?.close();
  });

  const begin = async () => {
    const simulator = await startMessengerSimulator({ retryDelaysMs: [50] });
    messenger = simulator;
    const running = await startGatewayProcess({ hasPublicUrl: true, ...(await databaseUrl()) });
    gateway = running;
    const page = simulator.addPage({ name: 'Bakery', username: 'bakery' });
    const account = {
      channel: 'messenger',
      name: 'Bakery',
      credentials: {
        pageId: page.id,
        pageAccessToken: page.token,
        appId: simulator.app.id,
        appSecret: simulator.app.secret,
      },
      apiBaseUrl: simulator.url,
    };
    const { token } = await connectAccount(running, account);
    const ask: Ask = (document, variables = {}) => query(running.url, token, document, variables);
    const say = (conversationId: string, idempotencyKey: string, part: object) =>
      send(running, token, { conversationId, parts: [part], idempotencyKey });
    const becomes = (messageId: string, status: string) => waitForStatus(running, token, messageId, status);
    return {
      messenger: simulator,
      gateway: running,
      page,
      token,
      ask,
      say,
      becomes,
      ada: simulator.customer('Ada Byron'),
    };
  };

  it('reaches the inbox, is answered with words, a file and choices, and knows what became of each', async () => {
    const { messenger, gateway, ada, ask, say, becomes, token } = await begin();

    ada.sends('image', { text: 'Is this your bread?' });
    const conversation = await waitForConversation(ask, /Is this your bread/u);
    const words = await say(conversation.id, 'words', { text: { text: 'Yes, collect it today.' } });
    const answer = await ada.inbox.waitForMessage('collect it today');
    await becomes(words.id, 'DELIVERED');
    ada.reads();
    await becomes(words.id, 'READ');

    const photo = SAMPLE_FILES.photo();
    const mediaId = await upload(gateway, token, photo.bytes);
    const file = await say(conversation.id, 'file', { media: { kind: 'IMAGE', mediaId } });
    const picture = await ada.inbox.waitFor((event) => event.kind === 'message' && event.message.file);
    await becomes(file.id, 'DELIVERED');

    const question = await say(conversation.id, 'choices', {
      choice: {
        text: 'Shall we keep it for you?',
        options: [
          { title: 'Yes, please', payload: 'keep:yes' },
          { title: 'No', payload: 'keep:no' },
        ],
      },
    });
    await ada.inbox.waitForMessage('Shall we keep it');
    ada.taps('Yes, please');
    await waitForConversation(ask, /keep:yes|Yes, please/u);
    ada.reads();
    await becomes(question.id, 'READ');

    expect(answer.lane).toBe('RESPONSE');
    expect(picture).toMatchObject({ mimeType: 'image/jpeg', sizeBytes: photo.bytes.byteLength });
    expect(await waitForStoredMedia(ask)).toBe('STORED');
    expect(
      (await messagesOf(ask)).map(({ author, parts }) => [author, parts.map(({ __typename }) => __typename)]),
    ).toEqual([
      ['CONTACT', ['TextPart', 'MediaPart']],
      ['BOT', ['TextPart']],
      ['BOT', ['MediaPart']],
      ['BOT', ['ChoicePart']],
      ['CONTACT', ['ChoiceReplyPart']],
    ]);
    const called = messenger.requests.items.map(({ operation, answer }) => `${operation} ${answer?.status}`);
    // Who the contact is, is asked beside everything else.
    expect(called.filter((call) => call !== 'node 200')).toEqual([
      'me 200',
      'subscriptions 200',
      'subscribed_apps 200',
      'subscribed_apps 200',
      'messenger_profile 200',
      'messages 200',
      'message_attachments 200',
      'messages 200',
      'messages 200',
    ]);
  });

  it('makes one message of each that comes twice or in the wrong order, and keeps its status', async () => {
    const { messenger, ada, ask, say, becomes } = await begin();
    messenger.faults.deliveries.inject({ fault: { kind: 'duplicate', copies: 3 }, operation: 'message' });
    messenger.faults.deliveries.inject({ fault: { kind: 'lost-answer' }, operation: 'message' });
    messenger.faults.deliveries.inject({ fault: { kind: 'swap', withinMs: 60_000 }, operation: 'delivery' });

    ada.writes('one');
    ada.writes('two');
    const conversation = await waitForConversation(ask, /two/u);
    const message = await say(conversation.id, 'answer', { text: { text: 'Both came.' } });
    await ada.inbox.waitForMessage('Both came.');
    ada.reads();
    await becomes(message.id, 'READ');
    ada.writes('three');
    await waitForConversation(ask, /three/u);

    expect((await messagesOf(ask)).map(({ parts }) => parts[0]?.text)).toEqual([
      'one',
      'two',
      'Both came.',
      'three',
    ]);
    await becomes(message.id, 'READ');
    expect(messenger.faults.deliveries.list().map(({ fired }) => fired)).toEqual([1, 1, 1]);
  });

  it('settles a message whose answer was lost by its echo, and sends it once', async () => {
    const { messenger, ada, ask, say, becomes } = await begin();
    ada.writes('Is my order ready?');
    const conversation = await waitForConversation(ask, /order ready/u);
    messenger.faults.answers.inject({
      fault: { kind: 'cut', when: 'after-accepting' },
      operation: 'messages',
    });

    const message = await say(conversation.id, 'answer', { text: { text: 'Yes, it is.' } });
    await ada.inbox.waitForMessage('Yes, it is.');
    await becomes(message.id, 'DELIVERED');

    expect(ada.inbox.messages).toHaveLength(1);
    expect(await messagesOf(ask)).toHaveLength(2);
  });

  it('shows once what a colleague answered in the Page’s own inbox, which then has the conversation', async () => {
    const { messenger, page, ada, ask, say, becomes } = await begin();
    ada.writes('Is my order ready?');
    const conversation = await waitForConversation(ask, /order ready/u);

    messenger.faults.deliveries.inject({ fault: { kind: 'duplicate', copies: 1 }, operation: 'echo' });
    messenger.pageInboxWrites(page, ada.name, 'I am on it.');
    await waitForConversation(ask, /I am on it/u);
    const late = await say(conversation.id, 'late', { text: { text: 'Me too.' } });
    await becomes(late.id, 'FAILED');

    expect((await messagesOf(ask)).map(({ author }) => author)).toEqual(['CONTACT', 'NATIVE_APP', 'BOT']);
    expect(await failureOf(ask, late.id)).toBe('10/2018300');
  });

  it('finds the Page of each event, whichever account’s address Meta calls', async () => {
    const { messenger, page, ada, ask, becomes, say } = await begin();
    const second = messenger.addPage({ name: 'Café' });
    await connectSecond(
      ask,
      {
        pageId: second.id,
        pageAccessToken: second.token,
        appId: messenger.app.id,
        appSecret: messenger.app.secret,
      },
      messenger.url,
    );

    ada.writes('To the bakery', { page: page.id });
    const conversation = await waitForConversation(ask, /To the bakery/u);
    const answer = await say(conversation.id, 'answer', { text: { text: 'From the bakery' } });
    await becomes(answer.id, 'DELIVERED');
    ada.writes('To the café', { page: second.id });
    await waitForConversation(ask, /To the café/u);

    expect(ada.inbox.events.map((event) => event.page)).toEqual([page.id]);
  });
});

type Ask = <Data>(document: string, variables?: Readonly<Record<string, unknown>>) => Promise<Data>;

interface FoundConversation {
  readonly id: string;
  readonly lastMessage: { readonly preview: string };
}

const waitForConversation = (ask: Ask, preview: RegExp): Promise<FoundConversation> =>
  eventually(`conversation that ends in ${preview}`, async () => {
    const { conversations } = await ask<{ conversations: { nodes: FoundConversation[] } }>(
      '{ conversations { nodes { id lastMessage { preview } } } }',
    );
    return conversations.nodes.find(({ lastMessage }) => preview.test(lastMessage.preview));
  });

interface ShownMessage {
  readonly author: string;
  readonly parts: readonly {
    readonly __typename: string;
    readonly text?: string;
    readonly media?: { readonly status: string } | null;
  }[];
}

async function messagesOf(ask: Ask): Promise<readonly ShownMessage[]> {
  const { conversations } = await ask<{
    conversations: { nodes: { messages: { nodes: ShownMessage[] } }[] };
  }>(
    `{ conversations { nodes { messages(last: 50) { nodes { author parts {
      __typename ... on TextPart { text } ... on MediaPart { media { status } }
    } } } } } }`,
  );
  return conversations.nodes.flatMap(({ messages }) => messages.nodes);
}

const waitForStoredMedia = (ask: Ask): Promise<string> =>
  eventually('stored picture of the contact', async () => {
    const statuses = (await messagesOf(ask))
      .filter(({ author }) => author === 'CONTACT')
      .flatMap(({ parts }) => parts.map(({ media }) => media?.status));
    return statuses.find((status) => status === 'STORED');
  });

async function failureOf(ask: Ask, id: string): Promise<string | undefined> {
  const { node } = await ask<{ node: { failure: { platformCode: string } | null } }>(
    'query ($id: ID!) { node(id: $id) { ... on Message { failure { platformCode } } } }',
    { id },
  );
  return node.failure?.platformCode;
}

async function connectSecond(
  ask: Ask,
  credentials: Readonly<Record<string, string>>,
  apiBaseUrl: string,
): Promise<void> {
  const named = Object.entries(credentials).map(([name, value]) => ({ name, value }));
  const { connectChannelAccount } = await ask<{
    connectChannelAccount: { channelAccount?: { status: string } };
  }>(
    `mutation ($input: ConnectChannelAccountInput!) {
      connectChannelAccount(input: $input) {
        ... on ConnectChannelAccountSuccess { channelAccount { status } }
        ... on UserError { message }
      }
    }`,
    { input: { channel: 'messenger', name: 'Café', credentials: named, apiBaseUrl } },
  );
  expect(connectChannelAccount.channelAccount?.status).toBe('ACTIVE');
}

async function eventually<Found>(what: string, look: () => Promise<Found | undefined>): Promise<Found> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`There is no ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function upload(gateway: GatewayProcess, token: string, bytes: Uint8Array): Promise<string> {
  const response = await fetch(`${gateway.url}/media?fileName=bread.jpg`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: Buffer.from(bytes),
  });
  const { mediaId } = (await response.json()) as { mediaId: string };
  return mediaId;
}
