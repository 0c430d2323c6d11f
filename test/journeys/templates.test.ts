import { afterEach, describe, expect, it } from 'vitest';
import {
  startWhatsAppSimulator,
  type WhatsAppSimulator,
} from '../../src/channels/whatsapp/simulator/index.ts';
import { type GatewayProcess, startGatewayProcess } from '../support/gateway-process.ts';
import { query } from '../support/graphql-client.ts';
import { connectAccount, send, waitForStatus } from '../support/journey.ts';
import { publishedOperation } from '../support/published-operations.ts';
import { waitFor } from '../support/wait-for.ts';

const HOUR_MS = 60 * 60 * 1000;

interface FoundTemplate {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly category: string;
  readonly previousCategory: string | null;
  readonly rejectionReason: string | null;
}

describe('a template on WhatsApp', () => {
  let gateway: GatewayProcess | null = null;
  let whatsapp: WhatsAppSimulator | null = null;

  afterEach(async () => {
    await gateway?.dispose();
    await whatsapp?.close();
  });

  const begin = async () => {
    whatsapp = await startWhatsAppSimulator({ templateReviewMs: null });
    gateway = await startGatewayProcess({ hasPublicUrl: true });
    const platform = whatsapp;
    const { url } = gateway;
    const number = platform.addNumber({ phone: '4930901820', verifiedName: 'Lindenhof' });
    await control(platform, 'templates', {
      name: 'welcome',
      language: 'en',
      category: 'UTILITY',
      components: [{ type: 'BODY', text: 'Welcome.' }],
    });
    const { phoneNumberId, businessAccountId, accessToken, appSecret } = number;
    const { token, accountId } = await connectAccount(gateway, {
      channel: 'whatsapp',
      name: 'Lindenhof',
      credentials: { phoneNumberId, businessAccountId, accessToken, appSecret },
      apiBaseUrl: platform.url,
    });

    const run = <Result>(name: string, variables: Readonly<Record<string, unknown>>) =>
      query<Result>(url, token, publishedOperation(name).text, variables);
    const templates = async () => {
      const { workspace } = await run<{ workspace: { templates: { nodes: FoundTemplate[] } } }>(
        'TemplatesQuery',
        {},
      );
      return workspace.templates.nodes;
    };
    const becomes = async (name: string, isSo: (template: FoundTemplate) => boolean) => {
      let found: FoundTemplate | undefined;
      await waitFor(`${name} is as the platform told`, async () => {
        found = (await templates()).find((template) => template.name === name);
        return found !== undefined && isSo(found);
      });
      return found;
    };
    const create = async (name: string, footer: string) => {
      const { createTemplate } = await run<{ createTemplate: { __typename: string } }>(
        'CreateTemplateMutation',
        {
          input: {
            channelAccountId: accountId,
            name,
            footer,
            language: 'en',
            category: 'UTILITY',
            body: {
              text: 'Hello {{name}}, order {{number}} is ready.',
              examples: [
                { name: 'name', value: 'Mara' },
                { name: 'number', value: '4471' },
              ],
            },
            buttons: [{ kind: 'REPLY', title: 'Thanks' }],
            idempotencyKey: name,
          },
        },
      );
      return createTemplate.__typename;
    };
    const judge = (name: string, event: string, reason: string | null = null) =>
      control(platform, `templates/${name}/verdict`, { event, reason });
    return { url, token, accountId, platform, number, run, templates, becomes, create, judge };
  };

  it('is made, approved and sent, and refused with what else would do once the platform pauses it', async () => {
    const { url, token, platform, becomes, create, judge } = await begin();
    const mara = platform.customer('Mara', { phone: '491713920077' });
    mara.writes('Hello');
    const { conversationId, identityId } = await waitForConversation(url, token);

    await becomes('welcome', ({ status }) => status === 'APPROVED');
    const created = await create('order_ready', 'Lindenhof');
    const early = await attempt(url, token, identityId, 'order_ready', { name: 'Mara', number: '4471' }, 'a');
    await judge('order_ready', 'APPROVED');
    await becomes('order_ready', ({ status }) => status === 'APPROVED');
    const unfilled = await attempt(url, token, identityId, 'order_ready', { name: 'Mara' }, 'b');
    const { id } = await send({ url }, token, {
      conversationId,
      purpose: 'TRANSACTIONAL',
      parts: [templatePart('order_ready', { name: 'Mara', number: '4471' })],
      idempotencyKey: 'c',
    });
    const seen = await mara.inbox.waitForMessage('order 4471', { timeoutMs: 120_000 });
    await waitForStatus({ url }, token, id, 'DELIVERED');
    mara.reads();
    await waitForStatus({ url }, token, id, 'READ');
    await judge('order_ready', 'PAUSED');
    await becomes('order_ready', ({ status }) => status === 'PAUSED');
    const paused = await attempt(
      url,
      token,
      identityId,
      'order_ready',
      { name: 'Mara', number: '4472' },
      'd',
    );

    expect(created).toBe('TemplateSuccess');
    expect(seen.text).toBe('Hello Mara, order 4471 is ready.');
    for (const refused of [early, unfilled, paused]) {
      expect(refused).toMatchObject({ __typename: 'PolicyRefused', decision: { rule: 'TEMPLATE_USABLE' } });
    }
    expect(unfilled.problems).toMatchObject([{ path: ['parts', '0', 'template', 'variables', 'number'] }]);
    expect(paused.decision?.remedies).toMatchObject([{ templates: [{ name: 'welcome', language: 'en' }] }]);
    const calls = platform.requests.items.filter(({ operation }) => operation === 'messages');
    expect(calls.filter(({ body }) => Object(body).type === 'template')).toHaveLength(1);
  });

  it('follows the platform: rejected, put into another category, and read by hand when news were lost', async () => {
    const { url, token, accountId, platform, number, run, templates, becomes, create, judge } = await begin();
    await becomes('welcome', ({ status }) => status === 'APPROVED');
    await create('order_ready', 'Lindenhof');
    await create('order_late', 'Lindenhof');

    await judge('order_late', 'REJECTED', 'PROMOTIONAL');
    const rejected = await becomes('order_late', ({ status }) => status === 'REJECTED');
    await judge('order_ready', 'APPROVED');
    await control(platform, 'templates/order_ready/review', { category: 'MARKETING' });
    const moved = await becomes('order_ready', ({ category }) => category === 'MARKETING');
    platform.setCallback(number.businessAccountId, null);
    await judge('welcome', 'DISABLED');
    platform.time.advance(HOUR_MS);
    const { syncTemplates } = await run<{ syncTemplates: { changedCount: number; lastSyncedAt: string } }>(
      'SyncTemplatesMutation',
      { channelAccountId: accountId },
    );

    expect(rejected).toMatchObject({ rejectionReason: 'PROMOTIONAL' });
    expect(moved).toMatchObject({ previousCategory: 'UTILITY', status: 'APPROVED' });
    expect(syncTemplates).toMatchObject({ changedCount: 1, lastSyncedAt: expect.any(String) });
    expect((await templates()).map(({ name, status }) => [name, status]).toSorted()).toEqual([
      ['order_late', 'REJECTED'],
      ['order_ready', 'APPROVED'],
      ['welcome', 'DISABLED'],
    ]);
    const { node } = await query<{ node: { deadLetters: { nodes: unknown[] } } }>(
      url,
      token,
      'query ($id: ID!) { node(id: $id) { ... on ChannelAccount { deadLetters { nodes { id } } } } }',
      { id: accountId },
    );
    expect(node.deadLetters.nodes).toEqual([]);
  });
});

async function control(platform: WhatsAppSimulator, path: string, body: unknown): Promise<void> {
  const response = await fetch(`${platform.controlUrl}/accounts/4930901820/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(await response.text());
}

function templatePart(name: string, values: Readonly<Record<string, string>>) {
  const variables = Object.entries(values).map(([variable, value]) => ({ name: variable, value }));
  return { template: { name, language: 'en', variables } };
}

interface Refused {
  readonly __typename: string;
  readonly problems?: readonly unknown[];
  readonly decision?: { readonly rule: string; readonly remedies: readonly unknown[] };
}

async function attempt(
  url: string,
  token: string,
  identityId: string,
  name: string,
  values: Readonly<Record<string, string>>,
  idempotencyKey: string,
): Promise<Refused> {
  const { sendMessage } = await query<{ sendMessage: Refused }>(
    url,
    token,
    `mutation ($input: SendMessageInput!) {
      sendMessage(input: $input) {
        __typename
        ... on PolicyRefused {
          problems { path message }
          decision { rule remedies { ... on UseTemplate { templates { name language } } } }
        }
      }
    }`,
    { input: { identityId, purpose: 'TRANSACTIONAL', parts: [templatePart(name, values)], idempotencyKey } },
  );
  return sendMessage;
}

async function waitForConversation(url: string, token: string) {
  let found: { id: string; contact: { identities: { id: string }[] } } | undefined;
  await waitFor('the customer’s message arrives', async () => {
    const { conversations } = await query<{
      conversations: { nodes: { id: string; contact: { identities: { id: string }[] } }[] };
    }>(url, token, '{ conversations { nodes { id contact { identities { id } } } } }');
    [found] = conversations.nodes;
    return found !== undefined;
  });
  return { conversationId: found?.id, identityId: found?.contact.identities[0]?.id ?? '' };
}
