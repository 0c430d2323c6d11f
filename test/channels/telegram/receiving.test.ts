import { expect, it } from 'vitest';
import { connect } from '../../../src/channels/telegram/connect.ts';
import { telegram as channel } from '../../../src/channels/telegram/index.ts';
import { poll } from '../../../src/channels/telegram/polling.ts';
import type { InboundEvent } from '../../../src/core/channel/index.ts';
import { startScene } from './scene.ts';
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
