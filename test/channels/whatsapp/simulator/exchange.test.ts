import { describe, expect, it } from 'vitest';
import { SAMPLE_FILES } from '../../../../src/channels/shared/simulator/sample-files.ts';
import { markRead, react, startTyping } from '../../../../src/channels/whatsapp/actions.ts';
import { downloadMedia } from '../../../../src/channels/whatsapp/media.ts';
import type { Customer } from '../../../../src/channels/whatsapp/simulator/index.ts';
import type { ChoiceOption, Part } from '../../../../src/core/model/part.ts';
import { MESSAGE_ID } from '../outbound.ts';
import { MARA, PNG, startScene } from './scene.ts';

const hello: Part = { type: 'text', text: 'Hello 👋' };
const stored = { from: 'store', mediaId: 'm1' as never } as const;
const ask = (...options: readonly ChoiceOption[]): Part => ({
  type: 'choice',
  style: 'buttons',
  text: 'Which?',
  options,
});
const reply = (title: string, more: object = {}): ChoiceOption => ({
  action: 'reply',
  payload: `p:${title}`,
  title,
  ...more,
});

describe('what the adapter sends', () => {
  it('is seen by the person, and its receipts carry our id and what it costs', async () => {
    const { mara, receiver, sends } = await startScene();
    mara.writes('hi');

    const [receipt] = await sends([hello]);
    await mara.inbox.waitForMessage('Hello 👋');
    mara.reads();

    const read = await receiver.eventOf('receipt', ({ status }) => status === 'READ');
    const delivered = await receiver.eventOf('receipt', ({ status }) => status === 'DELIVERED');
    expect(read).toMatchObject({
      target: { externalId: receipt?.externalIds[0] },
      correlationId: MESSAGE_ID,
    });
    expect(delivered.pricing).toMatchObject({ pricing_model: 'PMP', category: 'service' });
    expect(receipt?.recipientAliases).toEqual([MARA]);
  });

  it.each<[string, Part]>([
    ['a picture', { type: 'media', kind: 'image', source: stored, caption: 'dot' }],
    ['a place', { type: 'location', latitude: 53.55, longitude: 9.99, name: 'Rathausmarkt' }],
    ['a contact', { type: 'contact-card', contacts: [{ name: 'Ole', phones: ['+49171'], emails: [] }] }],
    ['buttons', ask(reply('a'), reply('b'))],
    ['a list', ask(reply('a', { section: 'S' }), reply('b', { section: 'T' }))],
    ['a link', ask({ action: 'open-url', title: 'Open', url: 'https://example.org' })],
    ['a wish for a place', ask({ action: 'share-location', title: 'Here' })],
    ['a card', { type: 'card', cards: [{ title: 'Cake', image: stored, options: [reply('Order')] }] }],
  ])('is understood: %s', async (_, part) => {
    const { mara, receiver, sends } = await startScene();
    mara.writes('hi');

    const [receipt] = await sends([part]);

    const isOf = receipt?.externalIds[0];
    await receiver.eventOf(
      'receipt',
      (event) => event.status === 'DELIVERED' && Object(event.target).externalId === isOf,
    );
    expect(mara.inbox.messages).toHaveLength(1);
  });

  it('brings a file whole, and a question with its picture', async () => {
    const { mara, sends } = await startScene();
    mara.writes('hi');

    await sends([
      { type: 'media', kind: 'image', source: stored, caption: 'dot' },
      { type: 'card', cards: [{ title: 'Cake', image: stored, options: [reply('Order')] }] },
    ]);

    const dot = await mara.inbox.waitForMessage('dot');
    const cake = await mara.inbox.waitForMessage('Cake');
    expect([dot, cake].map(({ media }) => Buffer.from(media[0]?.bytes ?? []))).toEqual([PNG, PNG]);
  });

  it('reaches a person by the id that hides their number', async () => {
    const { whatsapp, number, receiver, sends } = await startScene();
    const noor = whatsapp.customer('Noor', { username: 'noor.k', hidesPhone: true });
    noor.writes('hi');
    const { sender } = await receiver.eventOf('message');

    await sends([hello], { to: sender.externalId });

    await noor.inbox.waitForMessage('Hello');
    expect(sender).toEqual({
      externalId: noor.userIds.get(number.businessAccountId),
      displayName: 'Noor',
      username: 'noor.k',
      country: 'DE',
    });
  });

  it('shows reactions, typing and blue ticks', async () => {
    const { mara, context } = await startScene();
    const { messageId } = mara.writes('hi');
    const target = { recipientExternalId: MARA, messageExternalId: messageId };

    await react(target, ['👍'], context());
    await react(target, [], context());
    await markRead(target, context());
    await startTyping(MARA, context(), messageId);

    expect(mara.inbox.events).toMatchObject([
      { kind: 'reaction', emoji: '👍' },
      { kind: 'reaction', emoji: '' },
      { kind: 'read', messageId },
      { kind: 'read', messageId },
      { kind: 'typing' },
    ]);
  });
});

describe('what a person does comes back as an event', () => {
  it('with the payload of what they tapped, in answer to it', async () => {
    const { mara, receiver, sends } = await startScene();
    mara.writes('hi');
    const [question] = await sends([ask(reply('Yes'), reply('No'))]);
    await mara.inbox.waitForMessage('Which?');

    mara.taps('No');

    const tapped = await receiver.eventOf(
      'message',
      ({ replyToExternalId }) => replyToExternalId !== undefined,
    );
    expect(tapped).toMatchObject({
      replyToExternalId: question?.externalIds[0],
      parts: [{ type: 'choice-reply', payload: 'p:No', title: 'No' }],
    });
  });

  it('with the row, the form, the place and the number that they gave', async () => {
    const { mara, receiver, sends } = await startScene();
    mara.writes('hi');
    await sends([
      ask(reply('Row', { section: 'S' })),
      ask({
        action: 'open-url',
        title: 'Form',
        url: 'https://example.org',
        form: { id: '771', token: 'ft-19' },
      }),
      ask({ action: 'share-location', title: 'x' }),
      ask({ action: 'share-phone', title: 'x' }),
    ]);
    await mara.inbox.waitFor(() => mara.inbox.messages.length === 4);

    mara.taps('Row');
    mara.does({ do: 'fillIn', label: 'Form', values: { plz: '20095' } });
    mara.taps('Send location');
    mara.taps('Share contact info');

    const answerOf = (type: Part['type']) =>
      receiver.eventOf('message', ({ parts }) => parts[0]?.type === type).then(({ parts }) => parts[0]);
    expect(await answerOf('choice-reply')).toMatchObject({ payload: 'p:Row', title: 'Row' });
    expect(await answerOf('form-reply')).toMatchObject({ values: { flow_token: 'ft-19', plz: '20095' } });
    expect(await answerOf('location')).toMatchObject({ latitude: 53.5503 });
    expect(await answerOf('contact-card')).toMatchObject({ contacts: [{ isSender: true }] });
  });

  it('with a file that can be fetched', async () => {
    const { mara, receiver, context } = await startScene();

    mara.sends('voice');

    const { parts } = await receiver.eventOf('message');
    const [part] = parts;
    if (part?.type !== 'media' || part.source.from !== 'platform') throw new Error('no file');
    const { bytes, mimeType } = await downloadMedia(part.source.reference, context());
    expect(part.kind).toBe('voice');
    expect(mimeType).toBe('audio/ogg');
    expect(Buffer.from(bytes)).toEqual(Buffer.from(SAMPLE_FILES.voice().bytes));
  });

  it.each([
    [
      { do: 'react', emoji: '❤️' },
      { kind: 'reaction', emojis: ['❤️'] },
    ],
    [
      { do: 'react', emoji: '' },
      { kind: 'reaction', emojis: [] },
    ],
    [
      { do: 'edit', text: 'better' },
      { kind: 'message-edited', parts: [{ type: 'text', text: 'better' }] },
    ],
    [{ do: 'delete' }, { kind: 'message-deleted' }],
  ] as const)('about a message of theirs: %o', async (action, expected) => {
    const { mara, receiver } = await startScene();
    const { messageId } = mara.writes('hi');

    mara.does({ ...action, messageId });

    expect(await receiver.eventOf(expected.kind)).toMatchObject({ ...expected, targetExternalId: messageId });
  });

  it.each<[Parameters<Customer['does']>[0], Part['type']]>([
    [{ do: 'sendContact', name: 'Ole', phone: '+49171' }, 'contact-card'],
    [{ do: 'order', items: [{ product: 'BROT-01', quantity: 2, price: 4.5 }] }, 'form-reply'],
    [{ do: 'call' }, 'unsupported'],
    [{ do: 'cause', type: 'hologram', content: { size: 3 } }, 'unsupported'],
  ])('of other kinds: %o', async (action, type) => {
    const { mara, receiver } = await startScene();

    mara.does(action);

    expect((await receiver.eventOf('message')).parts[0]?.type).toBe(type);
  });

  it('about how they came, and about marketing', async () => {
    const { mara, receiver } = await startScene();

    mara.does({ do: 'openChat' });
    mara.writes('hi', { referral: { source_type: 'ad', source_id: '1202', headline: 'Breakfast' } });
    mara.does({ do: 'setMarketing', value: 'stop' });
    mara.does({ do: 'setMarketing', value: 'resume' });

    expect(await receiver.eventOf('referral')).toMatchObject({ referral: { source: 'request_welcome' } });
    expect((await receiver.eventOf('message')).referral).toMatchObject({ ref: '1202', source: 'ad' });
    expect(await receiver.eventOf('opt-out')).toMatchObject({ scope: 'promotional' });
    expect(await receiver.eventOf('opt-in')).toMatchObject({ scope: 'promotional' });
  });

  it('when they get another number: twice, and both say the same', async () => {
    const { mara, number, receiver } = await startScene();
    mara.writes('hi');
    const previous = mara.userIds.get(number.businessAccountId);

    mara.does({ do: 'changeNumber', phone: '491713920078' });

    await receiver.events(3);
    const changes = receiver.deliveries.items.flatMap(({ events }) =>
      events.filter(({ kind }) => kind === 'identity-changed'),
    );
    const change = {
      previousExternalId: previous,
      currentExternalId: mara.userIds.get(number.businessAccountId),
    };
    expect(changes).toMatchObject([change, change]);
  });
});
