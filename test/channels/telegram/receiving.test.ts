import { expect, it } from 'vitest';
import { startTyping } from '../../../src/channels/telegram/actions.ts';
import { connect } from '../../../src/channels/telegram/connect.ts';
import { telegram as channel } from '../../../src/channels/telegram/index.ts';
import { parseUpdate } from '../../../src/channels/telegram/parse.ts';
import { poll } from '../../../src/channels/telegram/polling.ts';
import { render } from '../../../src/channels/telegram/render.ts';
import type { AccountContext, InboundEvent } from '../../../src/core/channel/index.ts';
import type { Part } from '../../../src/core/model/part.ts';
import { outbound, requestsOf } from './outbound.ts';
import { channelErrorOf, startScene } from './scene.ts';
import { startReceiver } from './simulator/webhook-receiver.ts';

const account = { externalId: null, username: 'acme_bot', settings: {} };

it('believes and understands what Telegram brings to a connected webhook', async () => {
  const { ada, contextWith } = await startScene();
  const receiver = await startReceiver();
  const context = contextWith();
  await connect(context, { mode: 'webhook', url: receiver.url });

  ada.writes('Is my order ready?');
  const delivered = await receiver.deliveries.waitFor((delivery) =>
    JSON.stringify(delivery.update).includes('my order') ? delivery : undefined,
  );

  const body = new TextEncoder().encode(JSON.stringify(delivered.update));
  const request = { method: 'POST', headers: delivered.headers, query: {}, body } as const;
  expect(channel.webhook?.verify(request, context.credentials)).toBe('authentic');
  expect(channel.webhook?.parse(body, account).events[0]?.event).toMatchObject({
    kind: 'message',
    parts: [{ type: 'text', text: 'Is my order ready?' }],
    sender: { externalId: String(ada.id), displayName: 'Ada' },
  });
});

it('understands whatever a person can do, and the order in which it was done', async () => {
  const { telegram, ada, contextWith, sends } = await startScene();
  await poll(null, contextWith());
  const carl = telegram.customer('Carl');
  const business = String(telegram.customer('Olga').does({ do: 'connectBusiness' }).facts.connectionId);
  await sends([{ type: 'text', text: 'Hi' }]);

  const kinds = [
    'photo',
    'video',
    'audio',
    'voice',
    'video_note',
    'animation',
    'document',
    'sticker',
  ] as const;
  for (const media of kinds) ada.sends(media);
  ada.does({ do: 'sendAlbum', items: [{ media: 'photo' }, { media: 'video' }] });
  ada.does({ do: 'sendLocation', latitude: 48.2, longitude: 16.4 });
  ada.does({ do: 'sendVenue', latitude: 48.2, longitude: 16.4, title: 'Café', address: 'Ring 1' });
  ada.does({ do: 'shareContact' });
  ada.does({ do: 'sendDice' });
  ada.does({ do: 'forward', text: 'look', from: 'Eve' });
  const { messageId } = ada.writes('typo');
  ada.does({ do: 'edit', messageId, text: 'no typo' });
  ada.reacts(ada.inbox.messages[0]?.messageId ?? 0, ['👍']);
  carl.writes('Are you open?', { business });
  ada.blocks();
  ada.unblocks();

  const { bodies } = await poll(null, contextWith());
  const payloads = bodies.map((body) => channel.polling?.parse(body, account));
  const events = payloads.flatMap((payload) => payload?.events.map(({ event }) => event) ?? []);
  expect(payloads.flatMap((payload) => payload?.unknown ?? [])).toEqual([]);
  expect(events.map(describeEvent)).toEqual([
    'text',
    'account-health',
    ...['image', 'video', 'audio', 'voice', 'video-note', 'animation', 'file', 'sticker'],
    'image of an album',
    'video of an album',
    'location',
    'location',
    'contact-card',
    'dice',
    'text',
    'text',
    'message-edited',
    'reaction',
    'text',
    'opt-out',
    'opt-in',
  ]);
});

function describeEvent(event: InboundEvent): string {
  if (event.kind !== 'message') return event.kind;
  const [part] = event.parts;
  const what = part?.type === 'media' ? part.kind : (part?.type ?? 'nothing');
  return event.album === undefined ? what : `${what} of an album`;
}

it('answers in the topic of a forum where somebody wrote, and types there', async () => {
  const { telegram, ada, contextWith, sends } = await startScene();
  const context = contextWith();
  await poll(null, context);
  const chat = telegram.group({ title: 'Forum', type: 'supergroup', isForum: true, owner: ada }).id;
  ada.does({ do: 'setBotStatus', chat, status: 'administrator' });
  const topic = Number(ada.does({ do: 'openTopic', chat, name: 'Help' }).facts.topic);
  const { cursor } = await after(context);
  ada.writes('Is anybody here?', { chat, extra: { message_thread_id: topic, is_topic_message: true } });

  const { events } = await after(context, cursor);
  const [event] = events;
  const to = event?.kind === 'message' ? event.sender.externalId : '';
  await sends([{ type: 'text', text: 'Yes' }], { to, isGroup: true });
  await startTyping(to, context);

  expect(to).toBe(`${chat}#${topic}`);
  const answer = telegram.requests.items.findLast(({ operation }) => operation === 'sendmessage');
  expect(answer).toMatchObject({ answer: { status: 200 } });
  expect(ada.inbox.messages.at(-1)?.wire).toMatchObject({ text: 'Yes', message_thread_id: topic });
  ada.does({ do: 'closeTopic', chat, topic });
  const late = await channelErrorOf(sends([{ type: 'text', text: 'Too late' }], { to, isGroup: true }));
  expect(late).toMatchObject({ kind: 'rejected', facts: { cause: 'not-permitted' } });
});

it('gets back what somebody fills in behind a button, and refuses such buttons in groups', async () => {
  const { ada, contextWith, sends } = await startScene();
  const context = contextWith();
  const { cursor } = await after(context);
  const form = (url: string): Part => ({
    type: 'choice',
    style: 'buttons',
    text: 'Where shall we deliver?',
    options: [{ action: 'open-url', title: 'My address', url, form: { id: 'address' } }],
  });
  await sends([form('https://shop.example/form')]);

  ada.does({ do: 'fillIn', label: 'My address', data: '{"city":"Wien"}' });

  const { events } = await after(context, cursor);
  expect(events).toMatchObject([
    {
      kind: 'message',
      parts: [{ type: 'form-reply', name: 'My address', values: { data: '{"city":"Wien"}' } }],
    },
  ]);
  const [insecure] = requestsOf(render(outbound([form('http://shop.example/form')], { to: String(ada.id) })));
  expect(insecure?.body).not.toHaveProperty('reply_markup');
  const [inGroup] = requestsOf(
    render(outbound([form('https://shop.example/form')], { isGroup: true, to: '-7' })),
  );
  expect(inGroup?.body).not.toHaveProperty('reply_markup');
});

/** What came since, in our words. */
async function after(context: AccountContext, cursor: string | null = null) {
  const { bodies, nextCursor } = await poll(cursor, context);
  const events = bodies.flatMap((body) => parseUpdate(body, account).events.map(({ event }) => event));
  return { events, cursor: nextCursor };
}
