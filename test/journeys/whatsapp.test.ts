import { afterEach, expect, it } from 'vitest';
import { sampleJpeg } from '../../src/channels/shared/simulator/sample-jpeg.ts';
import {
  type SimulatedNumber,
  startWhatsAppSimulator,
  type WhatsAppSimulator,
} from '../../src/channels/whatsapp/simulator/index.ts';
import { describeOnEveryServer } from '../support/describe-on-every-server.ts';
import { type GatewayProcess, startGatewayProcess } from '../support/gateway-process.ts';
import { query } from '../support/graphql-client.ts';
import { send, waitForStatus } from '../support/journey.ts';

/** The gateway is a process that begins, on a machine that may do much else. */
const PATIENCE = { timeoutMs: 120_000 };

describeOnEveryServer('a conversation on WhatsApp', (databaseUrl) => {
  let gateway: GatewayProcess | null = null;
  let whatsapp: WhatsAppSimulator | null = null;

  afterEach(async () => {
    await gateway?.dispose();
    await whatsapp?.close();
  });

  const begin = async () => {
    whatsapp = await startWhatsAppSimulator();
    gateway = await startGatewayProcess({ hasPublicUrl: true, ...(await databaseUrl()) });
    const number = whatsapp.addNumber({ phone: '4930901820', verifiedName: 'Lindenhof' });
    const token = await createWorkspace(gateway);
    const connected = await connect(gateway, whatsapp, token, number);
    return { gateway, whatsapp, token, number, connected };
  };

  it('goes from the customer to the inbox and back, with words, a picture and a choice, and every receipt', async () => {
    const { gateway, whatsapp, token, connected } = await begin();
    const mara = whatsapp.customer('Mara Voigt', { phone: '491713920077' });

    mara.writes('Habt ihr morgen offen? 🥐');
    const { id: conversationId } = await waitForConversation(gateway, token, 'Habt ihr morgen offen? 🥐');
    const words = await send(gateway, token, {
      conversationId,
      parts: [{ text: { text: 'Ja, ab sieben.' } }],
      idempotencyKey: 'words',
    });
    await mara.inbox.waitForMessage('ab sieben', PATIENCE);
    await waitForStatus(gateway, token, words.id, 'DELIVERED');
    mara.reads();
    await waitForStatus(gateway, token, words.id, 'READ');

    const picture = await send(gateway, token, {
      conversationId,
      parts: [
        { media: { kind: 'IMAGE', mediaId: await upload(gateway, token), caption: 'So sieht es aus' } },
      ],
      idempotencyKey: 'picture',
    });
    const seen = await mara.inbox.waitForMessage('So sieht es aus', PATIENCE);
    await waitForStatus(gateway, token, picture.id, 'DELIVERED');

    const choice = await send(gateway, token, {
      conversationId,
      parts: [
        {
          choice: {
            text: 'Wann passt es?',
            options: [
              { title: '09:00 Uhr', payload: 'slot:0900' },
              { title: '10:00 Uhr', payload: 'slot:1000' },
            ],
          },
        },
      ],
      idempotencyKey: 'choice',
    });
    await mara.inbox.waitForMessage('Wann passt es?', PATIENCE);
    // WhatsApp's times are whole seconds: within one, an answer would sort before its question.
    whatsapp.time.advance(2_000);
    mara.taps('10:00 Uhr');
    const { messages } = await waitForConversation(gateway, token, '10:00 Uhr');
    await waitForStatus(gateway, token, choice.id, 'DELIVERED');

    expect(connected).toMatchObject({
      status: 'ACTIVE',
      username: '4930901820',
      health: { steps: [{ isOk: true }, { isOk: true }, { isOk: true }] },
    });
    expect(Buffer.from(seen.media[0]?.bytes ?? [])).toEqual(Buffer.from(sampleJpeg(64, 64)));
    expect(messages.nodes.at(-1)?.parts).toEqual([{ payload: 'slot:1000', title: '10:00 Uhr' }]);
    expect(messages.nodes.map(({ direction }) => direction)).toEqual([
      'INBOUND',
      'OUTBOUND',
      'OUTBOUND',
      'OUTBOUND',
      'INBOUND',
    ]);
    const sent = messages.nodes.find(({ id }) => id === words.id);
    expect(sent?.receipts.map(({ status }) => status).toSorted()).toEqual(['DELIVERED', 'READ', 'SENT']);
    expect(whatsapp.requests.items.filter(({ operation }) => operation === 'messages')).toHaveLength(3);
  });

  it('knows a person again who hides their number, repeats nothing that comes twice, and stores what they send', async () => {
    const { gateway, whatsapp, token } = await begin();
    const noor = whatsapp.customer('Noor', { username: 'noor.k', hidesPhone: true });
    whatsapp.faults.deliveries.inject({
      fault: { kind: 'duplicate', copies: 2 },
      operation: 'messages',
      times: 2,
    });
    whatsapp.faults.deliveries.inject({ fault: { kind: 'lost-answer' }, operation: 'messages' });

    noor.writes('Hallo');
    noor.sends('photo', { caption: 'mein Kuchen' });
    noor.writes('fertig?');
    const { id: conversationId } = await waitForConversation(gateway, token, 'fertig?');
    const { id } = await send(gateway, token, {
      conversationId,
      parts: [{ text: { text: 'Gleich!' } }],
      idempotencyKey: 'soon',
    });
    await noor.inbox.waitForMessage('Gleich!', PATIENCE);
    await waitForStatus(gateway, token, id, 'DELIVERED');
    const photo = await waitForStoredMedia(gateway, token, conversationId);

    const { messages } = await waitForConversation(gateway, token, 'Gleich!');
    expect(messages.nodes.map(({ preview }) => preview)).toEqual([
      'Hallo',
      'mein Kuchen',
      'fertig?',
      'Gleich!',
    ]);
    expect(photo.mimeType).toBe('image/jpeg');
    expect(whatsapp.faults.deliveries.list().map(({ fired }) => fired)).toEqual([2, 1]);
    const bodies = whatsapp.requests.items.flatMap(({ body }) => Object(body).recipient ?? []);
    expect(bodies).toEqual([[...noor.userIds.values()][0]]);
  });

  it('says why a message failed that WhatsApp had taken first', async () => {
    const { gateway, whatsapp, token } = await begin();
    const mara = whatsapp.customer('Mara', { phone: '491713920077' });
    mara.writes('Hallo');
    const { id: conversationId } = await waitForConversation(gateway, token, 'Hallo');
    // At WhatsApp more than a day goes by; here none does, so we still hold the window open.
    whatsapp.time.advance(25 * 60 * 60 * 1000);

    const { id } = await send(gateway, token, {
      conversationId,
      parts: [{ text: { text: 'Zu spät' } }],
      idempotencyKey: 'late',
    });
    await waitForStatus(gateway, token, id, 'FAILED');

    const { node } = await query<{ node: { failure: { platformCode: string; cause: string } } }>(
      gateway.url,
      token,
      'query ($id: ID!) { node(id: $id) { ... on Message { failure { platformCode cause } } } }',
      { id },
    );
    expect(node.failure).toEqual({ platformCode: '131047', cause: 'WINDOW_CLOSED' });
  });

  it('names the step of connecting that failed', async () => {
    whatsapp = await startWhatsAppSimulator();
    gateway = await startGatewayProcess({ hasPublicUrl: true, ...(await databaseUrl()) });
    const number = whatsapp.addNumber();
    const token = await createWorkspace(gateway);

    const account = await connect(gateway, whatsapp, token, {
      ...number,
      businessAccountId: '204718390551002',
    });

    expect(account.status).toBe('PAUSED');
    expect(account.health.steps).toMatchObject([
      { name: 'phone number', isOk: true },
      { name: 'business account', isOk: false, platformCode: '100' },
    ]);
  });
});

interface ConnectedAccount {
  readonly status: string;
  readonly username: string | null;
  readonly health: { readonly steps: readonly object[] };
}

interface FoundMessage {
  readonly id: string;
  readonly preview: string;
  readonly direction: string;
  readonly parts: readonly Readonly<Record<string, unknown>>[];
  readonly receipts: readonly { readonly status: string }[];
}

interface FoundConversation {
  readonly id: string;
  readonly lastMessage: { readonly preview: string };
  readonly messages: { readonly nodes: readonly FoundMessage[] };
}

async function createWorkspace(gateway: GatewayProcess): Promise<string> {
  const { createWorkspace } = await query<{ createWorkspace: { apiKey: string } }>(
    gateway.url,
    gateway.adminKey,
    'mutation { createWorkspace(input: { name: "Lindenhof" }) { ... on CreateWorkspaceSuccess { apiKey } } }',
  );
  return createWorkspace.apiKey;
}

async function connect(
  gateway: GatewayProcess,
  whatsapp: WhatsAppSimulator,
  token: string,
  { phoneNumberId, businessAccountId, accessToken, appSecret }: SimulatedNumber,
): Promise<ConnectedAccount> {
  const credentials = Object.entries({ phoneNumberId, businessAccountId, accessToken, appSecret });
  const { connectChannelAccount } = await query<{
    connectChannelAccount: { channelAccount?: ConnectedAccount };
  }>(
    gateway.url,
    token,
    `mutation ($input: ConnectChannelAccountInput!) {
      connectChannelAccount(input: $input) {
        ... on ConnectChannelAccountSuccess {
          channelAccount { status username health { steps { name isOk description platformCode } } }
        }
        ... on UserError { message }
      }
    }`,
    {
      input: {
        channel: 'whatsapp',
        name: 'Lindenhof',
        credentials: credentials.map(([name, value]) => ({ name, value })),
        apiBaseUrl: whatsapp.url,
      },
    },
  );
  const account = connectChannelAccount.channelAccount;
  if (account === undefined) throw new Error(`Not connected: ${JSON.stringify(connectChannelAccount)}`);
  return account;
}

async function upload(gateway: GatewayProcess, token: string): Promise<string> {
  const response = await fetch(`${gateway.url}/media?fileName=kuchen.jpg`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: new Uint8Array(sampleJpeg(64, 64)),
  });
  return ((await response.json()) as { mediaId: string }).mediaId;
}

const CONVERSATIONS = `{
  conversations {
    nodes {
      id
      lastMessage { preview }
      messages(last: 50) {
        nodes { id preview direction parts { ... on ChoiceReplyPart { payload title } } receipts { status } }
      }
    }
  }
}`;

async function waitForConversation(
  gateway: GatewayProcess,
  token: string,
  preview: string,
): Promise<FoundConversation> {
  return eventually(`a conversation that ends in "${preview}"`, async () => {
    const { conversations } = await query<{ conversations: { nodes: FoundConversation[] } }>(
      gateway.url,
      token,
      CONVERSATIONS,
    );
    return conversations.nodes.find(({ lastMessage }) => lastMessage.preview === preview);
  });
}

async function waitForStoredMedia(
  gateway: GatewayProcess,
  token: string,
  conversationId: string,
): Promise<{ readonly mimeType: string }> {
  type File = { readonly status?: string; readonly mimeType?: string };
  return eventually('a stored file', async () => {
    const { node } = await query<{ node: { messages: { nodes: { parts: File[] }[] } } }>(
      gateway.url,
      token,
      `query ($id: ID!) {
        node(id: $id) {
          ... on Conversation { messages(last: 50) { nodes { parts { ... on MediaPart { status mimeType } } } } }
        }
      }`,
      { id: conversationId },
    );
    const files = node.messages.nodes.flatMap(({ parts }) => parts);
    const stored = files.find(({ status }) => status === 'STORED');
    return stored === undefined ? undefined : { mimeType: stored.mimeType ?? '' };
  });
}

async function eventually<Found>(what: string, look: () => Promise<Found | undefined>): Promise<Found> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`Waited in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
