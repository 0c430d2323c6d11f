import { afterEach, expect, it } from 'vitest';
import { SAMPLE_FILES } from '../../src/channels/shared/simulator/sample-files.ts';
import { startViberSimulator, type ViberSimulator } from '../../src/channels/viber/simulator/index.ts';
import { describeOnEveryServer } from '../support/describe-on-every-server.ts';
import { type GatewayProcess, startGatewayProcess } from '../support/gateway-process.ts';
import { query } from '../support/graphql-client.ts';
import { connectAccount, send, waitForStatus } from '../support/journey.ts';

describeOnEveryServer('a conversation on Viber', (databaseUrl) => {
  let gateway: GatewayProcess | null = null;
  let viber: ViberSimulator | null = null;

  afterEach(async () => {
    await gateway?.dispose();
    await viber?.close();
  });

  const begin = async () => {
    const simulator = await startViberSimulator({ retryDelaysMs: Array(100).fill(50) });
    viber = simulator;
    const running = await startGatewayProcess({ hasPublicUrl: true, ...(await databaseUrl()) });
    gateway = running;
    const bot = simulator.addBot({ uri: 'shopbot', name: 'Shop' });
    const connected = await connectAccount(running, {
      channel: 'viber',
      name: 'Shop',
      credentials: { authToken: bot.token, displayName: 'Shop' },
      settings: { welcomeText: 'Welcome! What can we do for you?', welcomeButton: 'Start' },
      apiBaseUrl: simulator.url,
    });
    const ask = <Data>(document: string, variables = {}) =>
      query<Data>(running.url, connected.token, document, variables);
    return { viber: simulator, gateway: running, bot, ada: simulator.customer('Ada'), ask, ...connected };
  };

  it('begins with a link, is answered with words, a file and choices, and knows what became of each', async () => {
    const { viber, gateway, ada, ask, token } = await begin();
    ada.opens('flyer-12');
    const welcome = await ada.inbox.waitForMessage('Welcome');

    ada.taps('Start');
    ada.writes('Is my order ready?');
    const conversation = await waitForConversation(ask, 'Is my order ready?');
    const say = (idempotencyKey: string, part: object) =>
      send(gateway, token, { conversationId: conversation.id, parts: [part], idempotencyKey });
    const words = await say('words', { text: { text: 'Yes, collect it today.' } });
    const answer = await ada.inbox.waitForMessage('collect it today');
    await waitForStatus(gateway, token, words.id, 'DELIVERED');
    ada.sees();
    await waitForStatus(gateway, token, words.id, 'READ');

    const photo = SAMPLE_FILES.photo();
    const mediaId = await upload(gateway, token, photo.bytes);
    const file = await say('file', { media: { kind: 'IMAGE', mediaId, caption: 'Your parcel' } });
    const picture = await ada.inbox.waitForMessage('Your parcel');
    await waitForStatus(gateway, token, file.id, 'DELIVERED');

    const question = await say('choices', {
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
    await waitForConversation(ask, 'keep:yes');
    ada.sees();
    await waitForStatus(gateway, token, question.id, 'READ');

    expect(welcome).toMatchObject({ isWelcome: true, sender: 'Shop' });
    expect(answer).toMatchObject({ kind: 'text', sender: 'Shop' });
    expect(picture.kind).toBe('picture');
    expect(Buffer.compare(picture.media?.bytes ?? new Uint8Array(), photo.bytes)).toBe(0);
    expect(conversation.contact.name).toBe('Ada');
    expect(await inboundParts(ask)).toEqual([
      { __typename: 'TextPart', text: 'Start' },
      { __typename: 'TextPart', text: 'Is my order ready?' },
      { __typename: 'ChoiceReplyPart', payload: 'keep:yes' },
    ]);
    const called = viber.requests.items.map(({ operation, answer }) => [operation, answer?.status]);
    // Who the contact is, is asked beside everything else.
    expect(called.filter(([operation]) => operation !== 'get_user_details')).toEqual([
      ['get_account_info', 0],
      ['set_webhook', 0],
      ['send_message', 0],
      ['send_message', 0],
      ['send_message', 0],
    ]);
  });

  it('makes one message of each that comes twice or in the wrong order, and keeps its status', async () => {
    const { viber, gateway, ada, ask, token } = await begin();
    viber.faults.deliveries.inject({ fault: { kind: 'duplicate', copies: 3 }, operation: 'message' });
    viber.faults.deliveries.inject({ fault: { kind: 'lost-answer' }, operation: 'message' });
    viber.faults.deliveries.inject({
      fault: { kind: 'swap', withinMs: 60_000 },
      operation: 'delivered',
    });

    ada.writes('one');
    ada.writes('two');
    const conversation = await waitForConversation(ask, 'two');
    const message = await send(gateway, token, {
      conversationId: conversation.id,
      parts: [{ text: { text: 'Both came.' } }],
      idempotencyKey: 'answer',
    });
    await ada.inbox.waitForMessage('Both came.');
    ada.sees();
    await waitForStatus(gateway, token, message.id, 'READ');
    ada.writes('three');
    await waitForConversation(ask, 'three');

    expect((await inboundParts(ask)).map(({ text }) => text)).toEqual(['one', 'two', 'three']);
    await waitForStatus(gateway, token, message.id, 'READ');
    expect(viber.faults.deliveries.list().map(({ fired }) => fired)).toEqual([1, 1, 1]);
  });

  it('knows of a message that the platform took and the phone could not show', async () => {
    const { gateway, ada, ask, token } = await begin();
    ada.writes('Where is it?');
    const conversation = await waitForConversation(ask, 'Where is it?');

    const picture = await send(gateway, token, {
      conversationId: conversation.id,
      parts: [{ media: { kind: 'IMAGE', url: `${gateway.url}/media/nothing/file.png` } }],
      idempotencyKey: 'picture',
    });
    await waitForStatus(gateway, token, picture.id, 'FAILED');
    const { node } = await ask<{ node: { failure: unknown; receipts: { status: string }[] } }>(
      'query ($id: ID!) { node(id: $id) { ... on Message { failure { cause actionBy platformCode description } receipts { status } } } }',
      { id: picture.id },
    );

    expect(node.failure).toEqual({
      cause: 'INVALID_CONTENT',
      actionBy: 'AUTHOR',
      platformCode: 'failed',
      description: 'The file could not be downloaded.',
    });
    // Which of them came first, our own answer or the phone's, is chance.
    expect(node.receipts.map(({ status }) => status).toSorted()).toEqual(['FAILED', 'SENT']);
    expect(ada.inbox.total).toBe(0);
  });

  it('can not be opened by us, ends when the contact unsubscribes, and goes on when they write again', async () => {
    const { gateway, ada, ask, token } = await begin();
    ada.opens('flyer-12');
    const visitor = await waitForIdentity(ask, 'UNKNOWN');
    const attempt = (idempotencyKey: string) =>
      send(gateway, token, { identityId: visitor, parts: [{ text: { text: 'News!' } }], idempotencyKey });

    const tooEarly = await attempt('early').catch(String);
    ada.writes('Hello');
    await waitForIdentity(ask, 'REACHABLE');
    await attempt('in time');
    ada.unsubscribes();
    await waitForIdentity(ask, 'BLOCKED');
    const tooLate = await attempt('late').catch(String);
    ada.writes('I am back');
    await waitForIdentity(ask, 'REACHABLE');
    const again = await attempt('again');

    expect(tooEarly).toMatch(/"rule":"CUSTOMER_FIRST"/u);
    expect(tooLate).toMatch(/"rule":"OPTED_OUT"/u);
    await waitForStatus(gateway, token, again.id, 'DELIVERED');
  });
});

type Ask = <Data>(document: string, variables?: object) => Promise<Data>;

interface FoundConversation {
  readonly id: string;
  readonly contact: { readonly name: string };
  readonly lastMessage: { readonly preview: string };
}

const waitForConversation = (ask: Ask, preview: string): Promise<FoundConversation> =>
  eventually(`a conversation that ends in "${preview}"`, async () => {
    const { conversations } = await ask<{ conversations: { nodes: FoundConversation[] } }>(
      '{ conversations { nodes { id contact { name } lastMessage { preview } } } }',
    );
    return conversations.nodes.find(({ lastMessage }) => lastMessage.preview === preview);
  });

/** The id of the only contact's only identity, once it is that reachable. */
const waitForIdentity = (ask: Ask, reachability: string): Promise<string> =>
  eventually(`an identity that is ${reachability}`, async () => {
    const { contacts } = await ask<{
      contacts: { nodes: { identities: { id: string; reachability: string }[] }[] };
    }>('{ contacts { nodes { identities { id reachability } } } }');
    return contacts.nodes[0]?.identities.find((one) => one.reachability === reachability)?.id;
  });

async function eventually<Found>(what: string, look: () => Promise<Found | undefined>): Promise<Found> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`There is no ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function inboundParts(ask: Ask): Promise<readonly { readonly text?: string }[]> {
  const { conversations } = await ask<{
    conversations: { nodes: { messages: { nodes: { direction: string; parts: object[] }[] } }[] };
  }>(`{ conversations { nodes { messages(last: 50) { nodes { direction parts {
    __typename ... on TextPart { text } ... on ChoiceReplyPart { payload }
  } } } } } }`);
  return conversations.nodes
    .flatMap(({ messages }) => messages.nodes)
    .filter(({ direction }) => direction === 'INBOUND')
    .flatMap(({ parts }) => parts);
}

async function upload(gateway: GatewayProcess, token: string, bytes: Uint8Array): Promise<string> {
  const response = await fetch(`${gateway.url}/media?fileName=parcel.jpg`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: Buffer.from(bytes),
  });
  const { mediaId } = (await response.json()) as { mediaId: string };
  return mediaId;
}
