import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { newUpdate, SENDERS } from './receiving-scene.ts';

/** A text as a channel's platform would post it, without its signature. */
export interface TextWebhook {
  readonly body: Uint8Array;
  /** What the platform says beside the body and its signature. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Makes a text that nobody has sent before, from one of the account's contacts. */
type NewText = (accountExternalId: string, random: () => number) => TextWebhook;

let count = 0;

/** Every channel that comes with Confab; written from the documents of the platforms. */
export const NEW_TEXT: Readonly<Record<string, NewText>> = {
  telegram: (_account, random) => bare(newUpdate(random)),
  viber: (_account, random) => {
    const { number, sender, text } = next(random);
    // As text: the token is larger than a JavaScript number.
    return bare(
      `{"event":"message","timestamp":${1_790_000_000_000 + number},"chat_hostname":"SN-CHAT-03_","message_token":${6_130_482_957_000_000_000n + BigInt(number)},"sender":{"id":"contact-${sender}==","name":"Contact ${sender}","language":"en","country":"AT","api_version":10},"message":{"type":"text","text":"${text}"},"silent":false}`,
    );
  },
  whatsapp: (account, random) => {
    const { number, sender, text } = next(random);
    const from = String(43_660_000_000 + sender);
    const value = {
      messaging_product: 'whatsapp',
      metadata: { display_phone_number: '4312345678', phone_number_id: account },
      contacts: [{ profile: { name: `Contact ${sender}` }, wa_id: from }],
      messages: [
        {
          from,
          id: `wamid.bench${number}`,
          timestamp: String(1_790_000_000 + number),
          type: 'text',
          text: { body: text },
        },
      ],
    };
    return bare(
      JSON.stringify({
        object: 'whatsapp_business_account',
        entry: [{ id: '100200300', changes: [{ field: 'messages', value }] }],
      }),
    );
  },
  messenger: (account, random) => {
    const { number, sender, text } = next(random);
    const time = 1_790_000_000_000 + number;
    const messaging = [
      {
        sender: { id: String(5_000_000 + sender) },
        recipient: { id: account },
        timestamp: time,
        message: { mid: `m_bench${number}`, text },
      },
    ];
    return bare(JSON.stringify({ object: 'page', entry: [{ id: account, time, messaging }] }));
  },
  'apple-messages': (account, random) => {
    const { sender, text } = next(random);
    const [id, sourceId] = [randomUUID(), `urn:mbid:contact${sender}`];
    const message = { v: 1, id, type: 'text', sourceId, destinationId: account, body: text, locale: 'en_GB' };
    return {
      body: gzipSync(JSON.stringify(message)),
      headers: {
        id,
        'source-id': sourceId,
        'destination-id': account,
        'capability-list': 'LIST,TIME,QUICK',
        'content-encoding': 'gzip',
      },
    };
  },
};

function next(random: () => number) {
  count += 1;
  const sender = 1 + Math.floor(random() * SENDERS);
  return { number: count, sender, text: `Is my order ${randomUUID()} ready for collection?` };
}

const bare = (json: string): TextWebhook => ({ body: Buffer.from(json), headers: {} });
