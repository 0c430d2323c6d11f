import { vi } from 'vitest';
import { startWhatsAppSimulator } from '../../../../src/channels/whatsapp/simulator/index.ts';
import type { TemplateCategory } from '../../../../src/core/model/template-facts.ts';
import type { SampleTemplate, StartPlatform } from './platform.ts';

const OFFER = template('offer', 'MARKETING', 'Tulips for {{1}} this week.');
const TEMPLATES: readonly SampleTemplate[] = [
  template('order', 'UTILITY', 'Your order {{1}} is ready.'),
  OFFER,
  template('paused', 'UTILITY', 'Your order {{1}} is late.', false),
];

const STATUS = /"id":"(wamid\.[^"]+)","status":"(\w+)"/gu;

/** Two numbers: the operator of one has turned marketing templates on. */
export const startWhatsApp: StartPlatform = async (stage) => {
  const whatsapp = await startWhatsAppSimulator({
    rateLimits: null,
    receiptDelayMs: 0,
    closedWindow: 'answer',
    clock: stage.clock,
  });
  const reports = new Map<string, string>();
  stage.onWebhook((body) => {
    for (const [, id = '', status = ''] of body.toString().matchAll(STATUS)) reports.set(id, status);
  });
  const connect = async (marketingTemplates: boolean) => {
    const number = whatsapp.addNumber();
    const control = `${whatsapp.controlUrl}/accounts/${number.phone}/templates`;
    for (const sample of TEMPLATES) {
      await post(control, draftOf(sample));
      if (!sample.isApproved) await post(`${control}/${sample.part.name}/verdict`, { event: 'PAUSED' });
    }
    const { phoneNumberId, businessAccountId, accessToken, appSecret } = number;
    const account = await stage.connect({
      channel: 'whatsapp',
      credentials: { phoneNumberId, businessAccountId, accessToken, appSecret },
      settings: { marketingTemplates: String(marketingTemplates) },
      apiBaseUrl: whatsapp.url,
    });
    return { number, account };
  };
  const numbers = [await connect(true), await connect(false)];
  let count = 0;
  const someone = (facts: { readonly phone?: string; readonly hidesPhone?: boolean } = {}) => {
    count += 1;
    const prefix = facts.phone ?? '49151';
    return whatsapp.customer(`Person ${count}`, {
      ...facts,
      phone: `${prefix}${String(count).padStart(7, '0')}`,
      ...(facts.hidesPhone === true && { username: `person.${count}` }),
    });
  };
  const numberOf = (accountId: string) =>
    numbers.find(({ account }) => account.id === accountId)?.number.phone ?? '';
  const wrote = (accountId: string, person = someone()) => ({ person, number: numberOf(accountId) });

  return {
    channel: 'whatsapp',
    accounts: numbers.map(({ account }) => account),
    templates: TEMPLATES,
    histories: {
      'never wrote': (account) => stage.stranger(account, someone().phone),
      'never wrote, from the States': (account) => stage.stranger(account, someone({ phone: '1212' }).phone),
      wrote: (account) => {
        const { person, number } = wrote(account.id);
        return stage.newcomer(account, () => person.writes('Hello', { number }));
      },
      'wrote, from the States': (account) => {
        const { person, number } = wrote(account.id, someone({ phone: '1212' }));
        return stage.newcomer(account, () => person.writes('Hello', { number }));
      },
      'wrote without showing a number': (account) => {
        const { person, number } = wrote(account.id, someone({ hidesPhone: true }));
        return stage.newcomer(account, () => person.writes('Hello', { number }));
      },
      'stopped marketing': async (account) => {
        const { person, number } = wrote(account.id);
        const identity = await stage.newcomer(account, () => person.writes('Hello', { number }));
        person.does({ do: 'setMarketing', value: 'stop', number });
        return stage.becomes(identity, ({ promotionalOptOutAt }) => promotionalOptOutAt !== null);
      },
      'gets enough marketing': async (account) => {
        const { person, number } = wrote(account.id);
        const identity = await stage.newcomer(account, () => person.writes('Hello', { number }));
        person.does({ do: 'getEnough' });
        await stage.misses(identity, account, OFFER.part);
        return identity;
      },
    },
    // Of a block nobody is told, and no answer of the platform's tells of one.
    neverMet: ['opted-out'],
    enforces(rule, { template: sent }) {
      // It looks into marketing templates alone: other promotion it forbids and does not see.
      const isMarketing = sent?.category === 'MARKETING';
      if (rule === 'promotional-opt-out' || rule === 'destination-paused' || rule === 'held-back') {
        return isMarketing;
      }
      return rule === 'messaging-window' || rule === 'template-usable';
    },
    async arrives(externalId) {
      const status = await vi.waitUntil(() => reports.get(externalId), { timeout: 20_000, interval: 8 });
      return status !== 'failed';
    },
    close: () => whatsapp.close(),
  };
};

function template(name: string, category: TemplateCategory, text: string, isApproved = true): SampleTemplate {
  return {
    part: { type: 'template', name, language: 'en', variables: { 1: '4471' } },
    category,
    isApproved,
    text,
  };
}

function draftOf({ part: { name, language }, category, text }: SampleTemplate) {
  const body = { type: 'BODY', text, example: { body_text: [['4471']] } };
  return { name, language, category, components: [body] };
}

async function post(url: string, body: object): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url}: ${await response.text()}`);
}
