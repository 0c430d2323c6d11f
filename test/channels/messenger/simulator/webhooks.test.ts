import { describe, expect, it } from 'vitest';
import { startScene } from './scene.ts';

describe('a webhook', () => {
  it('is signed over bytes in which letters are escaped', async () => {
    const { ada, deliveries } = await startScene();
    ada.writes('Brötchen 🥐');

    const { text, isSigned } = await deliveries.waitFor((one) => one);

    expect(isSigned).toBe(true);
    expect(text).toContain('Br\\u00f6tchen \\ud83e\\udd50');
  });

  it('is set only where somebody answers with the challenge', async () => {
    const { messenger, call, webhookUrl } = await startScene();
    const set = (verify_token: string) =>
      call(
        'POST',
        `${messenger.app.id}/subscriptions`,
        { object: 'page', callback_url: webhookUrl, verify_token, fields: 'messages' },
        `${messenger.app.id}|${messenger.app.secret}`,
      );

    expect((await set('guessed')).body.error.code).toBe(2200);
    expect((await set('ours')).body).toEqual({ success: true });
  });

  it('that is not subscribed to something does not hear of it', async () => {
    const { ada, account, call, deliveries } = await startScene();
    await call('POST', `${account.id}/subscribed_apps`, { subscribed_fields: 'messages' });

    expect(ada.writes('Hallo').isRaised).toBe(true);
    expect(ada.reads().isRaised).toBe(false);
    await deliveries.waitFor((one) => one);
  });

  it('that fails is called again until it takes the event', async () => {
    const { ada, answers, deliveries } = await startScene({ retryDelaysMs: [0] });
    answers.status = 503;
    ada.writes('Hallo');
    await deliveries.waitFor(() => deliveries.total >= 2 && true);
    answers.status = 200;

    const taken = await deliveries.waitFor((one) => one.answeredWith === 200 && one);

    expect(deliveries.items[0]).toMatchObject({ answeredWith: 503, text: taken.text });
  });

  it('gets an event twice, late or after the next one, on demand', async () => {
    const { messenger, ada, deliveries } = await startScene();
    const words = () => deliveries.items.map(({ text }) => /"text":"(\w+)"/u.exec(text)?.[1]);

    messenger.faults.deliveries.inject({ fault: { kind: 'duplicate', copies: 1 }, operation: 'message' });
    ada.writes('eins');
    await deliveries.waitFor(() => deliveries.total === 2 && true);
    messenger.faults.deliveries.inject({ fault: { kind: 'swap', withinMs: 10_000 }, operation: 'message' });
    ada.writes('zwei');
    ada.writes('drei');
    await deliveries.waitFor(() => deliveries.total === 4 && true);

    expect(words()).toEqual(['eins', 'eins', 'drei', 'zwei']);
  });
});

describe('a person', () => {
  it('taps a button, which comes as a postback, and a quick reply, which comes as a message', async () => {
    const { ada, send, event } = await startScene();
    ada.writes('Hallo?');
    await send({
      attachment: {
        type: 'template',
        payload: {
          template_type: 'button',
          text: 'Was darf es sein?',
          buttons: [{ type: 'postback', title: 'Abholen', payload: 'PICKUP' }],
        },
      },
    });
    await send({ text: 'Größe?', quick_replies: [{ content_type: 'text', title: 'M', payload: 'SIZE_M' }] });

    ada.taps('Abholen');
    const { postback } = await event('postback');
    const { mid } = ada.taps('M');

    expect(postback).toMatchObject({ title: 'Abholen', payload: 'PICKUP' });
    expect(mid).not.toBeNull();
  });

  it('sends a file whose address ends after some days', async () => {
    const { messenger, ada, event } = await startScene();
    ada.sends('image');
    const { message } = await event('message');
    const { url } = message.attachments[0].payload;

    const now = await fetch(url);
    messenger.time.advance(4 * 24 * 60 * 60 * 1000);
    const later = await fetch(url);

    expect([now.status, now.headers.get('content-type'), later.status]).toEqual([200, 'image/jpeg', 403]);
  });

  it('reads, reacts, edits and comes by a link', async () => {
    const { ada, event } = await startScene();
    const { mid } = ada.writes('Hallo');
    ada.reads();
    ada.reacts(mid ?? '', '❤️');
    ada.edits(mid ?? '', 'Guten Tag');
    ada.does({ do: 'followLink', ref: 'qr-tisch-4' });

    expect((await event('read')).read.watermark).toBeTypeOf('number');
    expect((await event('reaction')).reaction).toMatchObject({ action: 'react', emoji: '❤️', mid });
    expect((await event('message_edit')).message_edit).toEqual({ mid, text: 'Guten Tag', num_edit: 1 });
    expect((await event('referral')).referral).toMatchObject({ ref: 'qr-tisch-4', source: 'SHORTLINK' });
  });

  it('follows a script', async () => {
    const { ada, send } = await startScene();
    const script = ada.follows([{ say: 'Hallo?' }, { waitFor: 'womit' }, { say: 'Brot' }]);
    await send({ text: 'Guten Tag, womit kann ich helfen?' });

    expect(await script).toMatchObject({ kind: 'finished' });
  });
});

describe('a conversation that a colleague answers in the Page inbox', () => {
  it('belongs to that inbox: our messages are refused and the person’s come in standby, until it is taken back', async () => {
    const { messenger, account, ada, send, event, call, deliveries } = await startScene();
    const { psid } = ada.writes('Hallo?');
    messenger.pageInboxWrites(account, ada.name, 'Ich übernehme.');

    const refused = await send({ text: 'Auch hier' });
    const from = deliveries.total;
    ada.writes('Danke');
    const standby = await event('message', from);
    await call('POST', 'me/take_thread_control', { recipient: { id: psid } });
    const taken = await send({ text: 'Wieder wir' });

    expect(refused.body.error).toMatchObject({ code: 10, error_subcode: 2018300 });
    expect(standby.list).toBe('standby');
    expect(taken.status).toBe(200);
  });
});

describe('what goes wrong on demand', () => {
  it('befalls the answer, and whether the message took effect stays as the fault says', async () => {
    const { messenger, ada, send } = await startScene();
    ada.writes('Hallo?');
    messenger.faults.answers.inject({
      fault: { kind: 'cut', when: 'after-accepting' },
      operation: 'messages',
    });

    await expect(send({ text: 'verloren' })).rejects.toThrow();
    messenger.faults.answers.inject({ fault: { kind: 'error', status: 502 }, operation: 'messages' });
    const refused = await send({ text: 'nie' });

    expect(refused.status).toBe(502);
    expect(ada.inbox.messages.map(({ text }) => text)).toEqual(['verloren']);
    expect(messenger.requests.items.at(-1)).toMatchObject({ operation: 'messages', fault: 'error' });
  });
});

describe('the control API', () => {
  it('makes Pages and lets people act, as a test in the same process can', async () => {
    const { messenger, deliveries } = await startScene();
    const post = async (path: string, body: object) => {
      const response = await fetch(`${messenger.controlUrl}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return Object(await response.json());
    };

    await post('/customers', { name: 'Bo' });
    const done = await post('/customers/Bo/actions', { do: 'write', text: 'Hej' });
    const page = await post('/accounts', { name: 'Second' });
    await deliveries.waitFor(({ text }) => text.includes('Hej'));

    expect(done).toMatchObject({ kind: 'done', isRaised: true });
    expect(page).toMatchObject({ name: 'Second', appId: messenger.app.id });
  });
});
