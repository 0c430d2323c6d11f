import { afterEach, expect, it } from 'vitest';
import {
  type AppleMessagesSimulator,
  startAppleMessagesSimulator,
} from '../../src/channels/apple-messages/simulator/index.ts';
import { SAMPLE_FILES } from '../../src/channels/shared/simulator/sample-files.ts';
import { describeOnEveryServer } from '../support/describe-on-every-server.ts';
import { type GatewayProcess, startGatewayProcess } from '../support/gateway-process.ts';
import { query } from '../support/graphql-client.ts';
import { connectAccount, send, waitForStatus } from '../support/journey.ts';

describeOnEveryServer('a conversation on Apple Messages', (databaseUrl) => {
  let gateway: GatewayProcess | null = null;
  let apple: AppleMessagesSimulator | null = null;

  afterEach(async () => {
    await gateway?.dispose();
    await apple?.close();
  });

  const begin = async () => {
    const simulator = await startAppleMessagesSimulator({ retryDelaysMs: Array(100).fill(50) });
    apple = simulator;
    const running = await startGatewayProcess({ hasPublicUrl: true, ...(await databaseUrl()) });
    gateway = running;
    const business = simulator.addBusiness({ name: 'Shop' });
    const connected = await connectAccount(running, {
      channel: 'apple-messages',
      name: 'Shop',
      credentials: { businessId: business.id, mspId: business.mspId, mspSecret: business.mspSecret },
      apiBaseUrl: simulator.url,
    });
    const ask: Ask = (document, variables = {}) =>
      query(running.url, connected.token, document, { ...variables });
    const { node } = await ask<{ node: { webhookUrl: string } }>(
      'query ($id: ID!) { node(id: $id) { ... on ChannelAccount { webhookUrl } } }',
      { id: connected.accountId },
    );
    business.deliversTo(node.webhookUrl);
    const say = (conversationId: string, idempotencyKey: string, part: object) =>
      send(running, connected.token, { conversationId, parts: [part], idempotencyKey });
    return { apple: simulator, gateway: running, ask, say, ...connected };
  };

  it('is answered with words, a file and choices as the device shows them, and ends when the customer closes it', async () => {
    const { apple, gateway, ask, say, token } = await begin();
    const ada = apple.customer('Ada', { features: ['LIST', 'QUICK'], locale: 'de_DE' });

    ada.writes('Is my order ready?', { intent: 'order_status', group: 'support' });
    const { id } = await waitForConversation(ask, 'Is my order ready?');
    const words = await say(id, 'words', { text: { text: 'Yes: https://shop.example/orders/7' } });
    await ada.inbox.waitForMessage('shop.example');
    await waitForStatus(gateway, token, words.id, 'SENT');

    const photo = SAMPLE_FILES.photo();
    const mediaId = await upload(gateway, token, photo.bytes);
    await say(id, 'file', { media: { kind: 'IMAGE', mediaId, caption: 'Your parcel' } });
    const picture = await ada.inbox.waitForMessage('Your parcel');

    await say(id, 'choices', {
      choice: {
        text: 'Shall we keep it?',
        options: [
          { title: 'Yes, please', payload: 'keep:yes' },
          { title: 'No', payload: 'keep:no' },
        ],
      },
    });
    const question = await ada.inbox.waitForMessage('Shall we keep it?');
    ada.taps('Yes, please', { isLarge: true, copies: 2 });
    await waitForPart(ask, 'ChoiceReplyPart');
    await say(id, 'app', {
      choice: {
        text: 'Row 2',
        options: [
          {
            title: 'Choose your seat',
            url: 'https://shop.example/seats',
            form: {
              kind: 'APP',
              id: 'com.apple.messages.MSMessageExtensionBalloonPlugin:A1B2C3D4E5:example.shop.seats',
              definition: { appId: 7, appName: 'Seats' },
              values: [{ name: 'row', value: '2' }],
            },
          },
        ],
      },
    });
    const app = await ada.inbox.waitForMessage('Choose your seat');
    ada.does({ do: 'useApp', values: { seat: '2B' } });
    await waitForPart(ask, 'FormReplyPart');
    ada.does({ do: 'changeDevice', features: [] });
    ada.sends('photo', { text: 'Like this one' });
    await waitForPart(ask, 'MediaPart');
    ada.sends('contact');
    await waitForPart(ask, 'ContactCardPart');
    ada.sends('place');
    await waitForPart(ask, 'LocationPart');
    await say(id, 'again', { choice: { text: 'Sure?', options: [{ title: 'Yes', payload: 'y' }] } });
    const lines = await ada.inbox.waitForMessage('Sure?');

    ada.closes();
    await waitForReachability(ask, 'BLOCKED');
    const tooLate = await say(id, 'late', { text: { text: 'Goodbye' } }).catch(String);

    expect(ada.inbox.messages.slice(0, 2).map(({ text, link }) => [text, link?.url])).toEqual([
      ['Yes:', undefined],
      ['shop.example', 'https://shop.example/orders/7'],
    ]);
    expect(Buffer.compare(picture.files[0]?.bytes ?? new Uint8Array(), photo.bytes)).toBe(0);
    // The workspace's key is no person: the device says that an automated agent wrote it.
    expect(question).toMatchObject({ feature: 'quick-reply', isShown: true, isAutomated: true });
    expect(app).toMatchObject({ feature: 'app', isShown: true });
    expect(lines).toMatchObject({ feature: null, text: 'Sure?\n1. Yes' });
    expect(tooLate).toMatch(/"rule":"OPTED_OUT"/u);
    expect(ada.inbox.messages.map(({ text }) => text)).not.toContain('Goodbye');
    const parts = await inboundParts(ask);
    expect(parts).toEqual([
      { __typename: 'TextPart', text: 'Is my order ready?' },
      { __typename: 'ChoiceReplyPart', payload: 'keep:yes', title: 'Yes, please' },
      { __typename: 'FormReplyPart', name: 'Seats', values: [{ name: 'seat', value: '2B' }] },
      { __typename: 'MediaPart', kind: 'IMAGE' },
      { __typename: 'TextPart', text: 'Like this one' },
      { __typename: 'ContactCardPart', contacts: [{ name: 'Grace Hopper', phones: ['+49 170 1906129'] }] },
      { __typename: 'LocationPart', latitude: 53.5503, longitude: 9.9926, name: 'Rathausmarkt' },
    ]);
    expect(apple.requests.items.filter(({ status }) => status !== 200)).toEqual([]);
  });

  it('makes one message of each that comes twice or late, and goes on when the customer writes again', async () => {
    const { apple, gateway, ask, say, token } = await begin();
    apple.faults.deliveries.inject({ fault: { kind: 'duplicate', copies: 3 }, operation: 'text' });
    apple.faults.deliveries.inject({ fault: { kind: 'lost-answer' }, operation: 'text' });
    const ada = apple.customer('Ada');

    ada.writes('one');
    ada.writes('two');
    const { id } = await waitForConversation(ask, 'two');
    ada.closes();
    await waitForReachability(ask, 'BLOCKED');
    ada.writes('I am back');
    await waitForReachability(ask, 'REACHABLE');
    const welcome = await say(id, 'welcome', { text: { text: 'Welcome back' } });
    await ada.inbox.waitForMessage('Welcome back');
    await waitForStatus(gateway, token, welcome.id, 'SENT');

    expect((await inboundParts(ask)).map(({ text }) => text)).toEqual(['one', 'two', 'I am back']);
    expect(apple.faults.deliveries.list().map(({ fired }) => fired)).toEqual([1, 1]);
  });

  it('holds a message back whose answer was lost, and does not send it twice', async () => {
    const { apple, gateway, ask, say, token } = await begin();
    const ada = apple.customer('Ada');
    ada.writes('Hello');
    const { id } = await waitForConversation(ask, 'Hello');
    apple.faults.answers.inject({ fault: { kind: 'cut', when: 'after-accepting' }, operation: 'message' });

    const lost = await say(id, 'lost', { text: { text: 'Once' } });
    await waitForStatus(gateway, token, lost.id, 'UNCONFIRMED');

    expect(ada.inbox.messages.map(({ text }) => text)).toEqual(['Once']);
    expect(apple.requests.items.filter(({ operation }) => operation === 'message')).toHaveLength(1);
  });
});

type Ask = <Data>(document: string, variables?: object) => Promise<Data>;

interface FoundPart {
  readonly __typename: string;
  readonly text?: string;
}

/** @throws when it has not become so after a minute. */
async function until<Found>(find: () => Promise<Found | undefined>, what: string): Promise<Found> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const found = await find();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`${what} did not come.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function waitForConversation(ask: Ask, preview: string): Promise<{ readonly id: string }> {
  return until(async () => {
    const { conversations } = await ask<{
      conversations: { nodes: { id: string; lastMessage: { preview: string } }[] };
    }>('{ conversations { nodes { id lastMessage { preview } } } }');
    return conversations.nodes.find(({ lastMessage }) => lastMessage.preview === preview);
  }, `A conversation that ends in "${preview}"`);
}

function waitForPart(ask: Ask, typename: string): Promise<FoundPart> {
  return until(
    async () => (await inboundParts(ask)).find(({ __typename }) => __typename === typename),
    `A ${typename}`,
  );
}

function waitForReachability(ask: Ask, reachability: string): Promise<object> {
  return until(async () => {
    const { contacts } = await ask<{ contacts: { nodes: { identities: { reachability: string }[] }[] } }>(
      '{ contacts { nodes { identities { reachability } } } }',
    );
    return contacts.nodes
      .flatMap(({ identities }) => identities)
      .find((identity) => identity.reachability === reachability);
  }, reachability);
}

async function inboundParts(ask: Ask): Promise<readonly FoundPart[]> {
  const { conversations } = await ask<{
    conversations: { nodes: { messages: { nodes: { direction: string; parts: FoundPart[] }[] } }[] };
  }>(`{ conversations(first: 1) { nodes { messages(last: 25) { nodes { direction parts {
      __typename ... on TextPart { text } ... on ChoiceReplyPart { payload title } ... on MediaPart { kind }
      ... on FormReplyPart { name values { name value } }
      ... on ContactCardPart { contacts { name phones } } ... on LocationPart { latitude longitude name }
    } } } } } }`);
  return conversations.nodes
    .flatMap(({ messages }) => messages.nodes)
    .filter(({ direction }) => direction === 'INBOUND')
    .flatMap(({ parts }) => parts);
}

async function upload(gateway: GatewayProcess, token: string, bytes: Uint8Array): Promise<string> {
  const response = await fetch(`${gateway.url}/media?fileName=photo.jpg`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: new Uint8Array(bytes),
  });
  const { mediaId } = (await response.json()) as { mediaId: string };
  return mediaId;
}
