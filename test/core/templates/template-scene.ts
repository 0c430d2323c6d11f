import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eq } from 'drizzle-orm';
import { onTestFinished } from 'vitest';
import { whatsapp } from '../../../src/channels/whatsapp/index.ts';
import {
  type SimulatedNumber,
  startWhatsAppSimulator,
} from '../../../src/channels/whatsapp/simulator/index.ts';
import type { TemplateDraft } from '../../../src/core/channel/index.ts';
import { createIntake } from '../../../src/core/inbox/intake.ts';
import type { ChannelAccount, TemplateRow } from '../../../src/core/store/rows.ts';
import { deadLetters, events, templates } from '../../../src/core/store/tables/index.ts';
import { createTemplate } from '../../../src/core/templates/create-template.ts';
import { createWebhookHandler } from '../../../src/http/webhooks.ts';
import { createTestCore, createTestWorkspace } from '../../support/test-core.ts';
import type { TestDatabase } from '../../support/test-database.ts';
import { waitFor } from '../../support/wait-for.ts';
import { connectTestAccount } from '../../support/workspace.ts';

export const ORDER_READY: TemplateDraft = {
  name: 'order_ready',
  language: 'en',
  category: 'UTILITY',
  variableStyle: 'named',
  header: null,
  body: { text: 'Hello {{name}}, order {{number}} is ready.', examples: { name: 'Mara', number: '4471' } },
  footer: 'Lindenhof',
  buttons: [
    { kind: 'reply', title: 'Thanks' },
    { kind: 'url', title: 'Show', url: 'https://example.org/o/{{1}}', example: 'https://example.org/o/4471' },
  ],
};

/** A workspace with a number at a WhatsApp of its own that brings its news by real HTTP. */
export async function createTemplateScene(db: TestDatabase) {
  const platform = await startWhatsAppSimulator({ receiptDelayMs: 0, templateReviewMs: null });
  const core = createTestCore({ db, channels: [whatsapp] });
  const workspace = await createTestWorkspace(core);
  const intake = createIntake(core);
  const handleWebhook = createWebhookHandler(intake.receiveWebhook);
  const server = createServer((request, response) => {
    void handleWebhook(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    await platform.close();
    await intake.drain();
    server.close();
    await core.wake.close();
  });
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  /** One that is connected already; a business brings its news to the number that was connected last. */
  async function connect({ phone, phoneNumberId, ...number }: SimulatedNumber): Promise<ChannelAccount> {
    const { businessAccountId, appId, accessToken, appSecret } = number;
    const account = await connectTestAccount(core, workspace.owner, {
      channel: 'whatsapp',
      credentials: { phoneNumberId, businessAccountId, appId, accessToken, appSecret, verifyToken: 'token' },
      apiBaseUrl: platform.url,
      externalId: phoneNumberId,
      username: phone,
    });
    platform.setCallback(businessAccountId, `${address}/webhooks/whatsapp/${account.id}`);
    return account;
  }
  const number = platform.addNumber({ phone: '4930901820', verifiedName: 'Lindenhof' });
  const account = await connect(number);

  async function control(path: string, body: unknown): Promise<void> {
    const response = await fetch(`${platform.controlUrl}/accounts/4930901820/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(await response.text());
  }

  return {
    core,
    platform,
    workspace,
    owner: workspace.owner,
    number,
    account,
    connect,
    /** At the platform, past us; approved at once. */
    makeThere: (name: string, facts: Readonly<Record<string, unknown>> = {}) =>
      control('templates', {
        name,
        language: 'en',
        category: 'UTILITY',
        components: [{ type: 'BODY', text: 'It is ready.' }],
        ...facts,
      }),
    judge: (event: string, reason: string | null = null) =>
      control('templates/order_ready/verdict', { event, reason }),
    review: (facts: Readonly<Record<string, string>>) => control('templates/order_ready/review', facts),
    /** Any news, as Meta writes them. */
    tell: (field: string, value: unknown) => control('events', { field, value }),

    async create(draft: Partial<TemplateDraft> = {}, idempotencyKey = 'key') {
      const outcome = await createTemplate(core, workspace.owner, {
        channelAccountId: account.id,
        draft: { ...ORDER_READY, ...draft },
        idempotencyKey,
      });
      if (outcome.kind !== 'created') throw new Error(`${outcome.kind}: ${outcome.message}`);
      return outcome.template;
    },
    stored: (of: ChannelAccount = account) =>
      db.orm.select().from(templates).where(eq(templates.channelAccountId, of.id)).orderBy(templates.name),
    /** Waits until a template is as told, and returns it. */
    async becomes(isSo: (template: TemplateRow) => boolean): Promise<TemplateRow> {
      let found: TemplateRow | undefined;
      await waitFor('a template is as the platform told', async () => {
        const rows = await db.orm.select().from(templates).where(eq(templates.channelAccountId, account.id));
        found = rows.find(isSo);
        return found !== undefined;
      });
      if (found === undefined) throw new Error('It was there a moment ago.');
      return found;
    },
    async log(): Promise<readonly string[]> {
      const rows = await db.orm.select().from(events).orderBy(events.number);
      return rows.map(({ type, detail }) => `${type} ${detail.name} ${detail.status}`);
    },
    deadLetters: () => db.orm.select().from(deadLetters),
  };
}
