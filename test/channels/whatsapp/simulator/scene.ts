import { onTestFinished } from 'vitest';
import { render } from '../../../../src/channels/whatsapp/render.ts';
import { send } from '../../../../src/channels/whatsapp/send.ts';
import {
  startWhatsAppSimulator,
  type WhatsAppSimulatorOptions,
} from '../../../../src/channels/whatsapp/simulator/index.ts';
import type { AccountContext, SendReceipt } from '../../../../src/core/channel/index.ts';
import type { Part } from '../../../../src/core/model/part.ts';
import { type OutboundFacts, outbound, requestsOf } from '../outbound.ts';
import { contextFor } from '../scripted-graph.ts';
import { startReceiver } from './webhook-receiver.ts';

export const MARA = '491713920077';

/** A WhatsApp for one test, a number on it with its webhook, Mara who may write to it, and the adapter's way to both. */
export async function startScene(options: WhatsAppSimulatorOptions = {}, answer?: (count: number) => number) {
  const whatsapp = await startWhatsAppSimulator({ receiptDelayMs: 0, ...options });
  onTestFinished(() => whatsapp.close());
  const number = whatsapp.addNumber({ phone: '4930901820', verifiedName: 'Lindenhof' });
  const { phoneNumberId, businessAccountId, accessToken, appSecret } = number;
  const credentials = {
    phoneNumberId,
    businessAccountId,
    accessToken,
    appSecret,
    verifyToken: 'verify-token',
  };
  const receiver = await startReceiver(credentials, answer);
  whatsapp.setCallback(businessAccountId, receiver.url);
  const mara = whatsapp.customer('Mara Voigt', { phone: MARA });

  const context = (facts: Partial<AccountContext> = {}): AccountContext =>
    contextFor(whatsapp.url, {
      credentials,
      openMedia: async () => ({ bytes: PNG, fileName: 'dot.png', mimeType: 'image/png' }),
      ...facts,
    });

  /** Sends every request of a message, one after the other. */
  async function sends(
    parts: readonly Part[],
    facts: OutboundFacts & { readonly context?: AccountContext } = {},
  ): Promise<readonly SendReceipt[]> {
    const { context: through = context(), to = MARA, ...rest } = facts;
    const receipts: SendReceipt[] = [];
    for (const request of requestsOf(render(outbound(parts, { to, ...rest })))) {
      receipts.push(await send(request, through));
    }
    return receipts;
  }

  /** A call past the adapter, as somebody else would make it. */
  async function post(path: string, body: unknown, token = accessToken) {
    const response = await fetch(`${whatsapp.url}/v26.0/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as { error?: { code: number } } };
  }

  /** Approved at once. */
  async function makeTemplate(facts: Readonly<Record<string, unknown>>): Promise<void> {
    const response = await fetch(`${whatsapp.controlUrl}/accounts/${number.phone}/templates`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ language: 'en', category: 'UTILITY', ...facts }),
    });
    if (!response.ok) throw new Error(await response.text());
  }

  return { whatsapp, number, receiver, mara, context, sends, post, makeTemplate, credentials };
}

/** One dot. */
export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
