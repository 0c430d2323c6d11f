import type { TelegramSimulator } from '../../src/channels/telegram/simulator/index.ts';
import type { GatewayProcess } from './gateway-process.ts';
import { query } from './graphql-client.ts';

export interface Connected {
  /** The workspace's first key. */
  readonly token: string;
  readonly accountId: string;
}

/** A workspace with one bot, set up through the public API as an operator would. */
export function connectBot(
  gateway: Pick<GatewayProcess, 'url' | 'adminKey'>,
  telegram: TelegramSimulator,
  botToken: string,
): Promise<Connected> {
  return connectAccount(gateway, {
    channel: 'telegram',
    name: 'Acme bot',
    credentials: { botToken },
    apiBaseUrl: telegram.url,
  });
}

export interface AccountToConnect {
  readonly channel: string;
  readonly name: string;
  readonly credentials: Readonly<Record<string, string>>;
  readonly settings?: Readonly<Record<string, string>>;
  /** Where a simulator plays the platform. */
  readonly apiBaseUrl: string;
}

/** A workspace with one account of any channel. @throws unless the platform says yes. */
export async function connectAccount(
  gateway: Pick<GatewayProcess, 'url' | 'adminKey'>,
  account: AccountToConnect,
): Promise<Connected> {
  const token = await createWorkspace(gateway);
  const { accountId } = await connectTo(gateway.url, token, account);
  return { token, accountId };
}

/** Returns the key of a new workspace's owner. */
export async function createWorkspace({ url, adminKey }: Pick<GatewayProcess, 'url' | 'adminKey'>) {
  const { createWorkspace } = await query<{ createWorkspace: { apiKey: string } }>(
    url,
    adminKey,
    'mutation { createWorkspace(input: { name: "Acme" }) { ... on CreateWorkspaceSuccess { apiKey } } }',
  );
  return createWorkspace.apiKey;
}

/** One more account of a workspace. @throws unless the platform says yes. */
export async function connectTo(
  gatewayUrl: string,
  token: string,
  { credentials, settings = {}, ...account }: AccountToConnect,
): Promise<{ readonly accountId: string; readonly webhookUrl: string | null }> {
  const { connectChannelAccount } = await query<{
    connectChannelAccount: { channelAccount?: { id: string; status: string; webhookUrl: string | null } };
  }>(
    gatewayUrl,
    token,
    `mutation ($input: ConnectChannelAccountInput!) {
      connectChannelAccount(input: $input) {
        ... on ConnectChannelAccountSuccess {
          channelAccount { id status webhookUrl health { steps { name isOk description } } }
        }
        ... on UserError { message }
      }
    }`,
    { input: { ...account, credentials: namedValues(credentials), settings: namedValues(settings) } },
  );
  const connected = connectChannelAccount.channelAccount;
  if (connected?.status !== 'ACTIVE') {
    throw new Error(`Not connected: ${JSON.stringify(connectChannelAccount)}`);
  }
  return { accountId: connected.id, webhookUrl: connected.webhookUrl };
}

function namedValues(values: Readonly<Record<string, string>>) {
  return Object.entries(values).map(([name, value]) => ({ name, value }));
}

/** Sends through the public API and returns the message's id. */
export async function send(
  gateway: Pick<GatewayProcess, 'url'>,
  token: string,
  input: Readonly<Record<string, unknown>>,
): Promise<{ readonly id: string }> {
  const { sendMessage } = await query<{ sendMessage: { queuedMessage?: { id: string } } }>(
    gateway.url,
    token,
    `mutation ($input: SendMessageInput!) {
      sendMessage(input: $input) {
        ... on SendMessageSuccess { queuedMessage { id } }
        ... on UserError { code message path }
        ... on PolicyRefused { decision { rule reason } }
      }
    }`,
    { input },
  );
  if (sendMessage.queuedMessage === undefined) throw new Error(`Not queued: ${JSON.stringify(sendMessage)}`);
  return sendMessage.queuedMessage;
}

/** Waits until a message has reached a status. */
export async function waitForStatus(
  gateway: Pick<GatewayProcess, 'url'>,
  token: string,
  messageId: string,
  status: string,
): Promise<void> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const { node } = await query<{ node: { status: string; failure: unknown } }>(
      gateway.url,
      token,
      'query ($id: ID!) { node(id: $id) { ... on Message { status failure { platformCode description } } } }',
      { id: messageId },
    );
    if (node.status === status) return;
    if (Date.now() > deadline) throw new Error(`The message is ${JSON.stringify(node)}, not ${status}.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
