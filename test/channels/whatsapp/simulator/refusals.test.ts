import { describe, expect, it } from 'vitest';
import { connect } from '../../../../src/channels/whatsapp/connect.ts';
import { downloadMedia } from '../../../../src/channels/whatsapp/media.ts';
import { templates } from '../../../../src/channels/whatsapp/templates.ts';
import type { Part, TemplatePart } from '../../../../src/core/model/part.ts';
import { channelErrorOf } from '../scripted-graph.ts';
import { MARA, startScene } from './scene.ts';

const hello: Part = { type: 'text', text: 'Hello' };
const DAY_MS = 24 * 60 * 60 * 1000;
const body = (text: string, names: readonly string[]) => ({
  type: 'BODY',
  text,
  ...(names.length > 0 && { example: { body_text: [names] } }),
});

describe('who calls', () => {
  it('is refused with a token that was revoked, and with that of another business', async () => {
    const { whatsapp, number, post, context, sends } = await startScene();
    const other = whatsapp.addNumber();

    const foreign = await post(`${number.phoneNumberId}/messages`, {}, other.accessToken);
    whatsapp.revokeToken(number.businessAccountId);
    const revoked = await channelErrorOf(sends([hello], { context: context() }));

    expect(foreign.body.error).toMatchObject({ code: 100, error_subcode: 33 });
    expect(revoked).toMatchObject({ kind: 'unauthorized', facts: { platformCode: '190' } });
  });

  it('has to prove the secret of the app where that is asked for', async () => {
    const { mara, sends, context } = await startScene({ requiresSecretProof: true });
    mara.writes('hi');

    const without = await channelErrorOf(sends([hello]));
    const proved = sends([hello], { context: context({ settings: { appSecretProof: true } }) });

    expect(without.facts.platformCode).toBe('100');
    await expect(proved).resolves.toHaveLength(1);
  });

  it.each([
    ['of a later version', '/v27.0/1/messages', 2500],
    ['of no version', '/messages', 2500],
  ])('gets no further on a path %s', async (_, path, code) => {
    const { whatsapp } = await startScene();

    const response = await fetch(whatsapp.url + path, { method: 'POST' });

    expect(await response.json()).toMatchObject({ error: { code } });
  });
});

describe('a subscription', () => {
  it('is taken only for an address that answers the challenge with our token', async () => {
    const { whatsapp, receiver, context, credentials } = await startScene();
    const webhook = { mode: 'webhook', url: receiver.url } as const;
    const wrong = context({ credentials: { ...credentials, verifyToken: 'another' } });

    const { steps } = await connect(context(), webhook);
    const refused = await connect(wrong, webhook);

    expect(steps.map(({ isOk }) => isOk)).toEqual([true, true, true]);
    expect(refused.steps.at(-1)).toMatchObject({ name: 'webhook', isOk: false, platformCode: '100' });
    expect(whatsapp.requests.items.map(({ operation }) => operation)).toContain('subscribed_apps');
  });
});

describe('the 24 hours', () => {
  it.each(['status', 'answer'] as const)('end for free words, told by %s', async (closedWindow) => {
    const { whatsapp, mara, receiver, sends } = await startScene({ closedWindow });
    mara.writes('hi');
    await sends([hello]);
    whatsapp.time.advance(DAY_MS + 1);

    const late = sends([hello]);

    if (closedWindow === 'answer') {
      expect((await channelErrorOf(late)).facts).toMatchObject({
        platformCode: '131047',
        cause: 'window-closed',
      });
      return;
    }
    await late;
    const failed = await receiver.eventOf('receipt', ({ status }) => status === 'FAILED');
    expect(failed.failure).toMatchObject({ platformCode: '131047', cause: 'window-closed' });
  });

  it('never began with somebody who has not written, and open again when they do', async () => {
    const { mara, receiver, sends } = await startScene();

    await sends([hello]);
    await receiver.eventOf('receipt', ({ status }) => status === 'FAILED');
    mara.writes('hi');
    await sends([hello]);

    await expect(mara.inbox.waitForMessage('Hello')).resolves.toBeDefined();
  });
});

describe('the pace', () => {
  it('ends after 45 messages at once to one person, and goes on after 6 seconds', async () => {
    const clock = { now: () => new Date('2026-11-23T12:00:00Z') };
    const { whatsapp, number, mara, post } = await startScene({ clock });
    mara.writes('hi');
    const message = { messaging_product: 'whatsapp', to: MARA, type: 'text', text: { body: 'x' } };
    const next = async () => (await post(`${number.phoneNumberId}/messages`, message)).body.error?.code;

    const codes: unknown[] = [];
    for (let count = 0; count < 46; count += 1) codes.push(await next());
    whatsapp.time.advance(6_000);

    expect(codes.slice(0, 45).every((code) => code === undefined)).toBe(true);
    expect(codes[45]).toBe(131056);
    expect(await next()).toBeUndefined();
  });

  it('of a number ends for everybody', async () => {
    const limits = { number: { burst: 2, perSecond: 0.001 }, pair: { burst: 45, perSecond: 1 } };
    const { whatsapp, mara, sends } = await startScene({ rateLimits: limits });
    mara.writes('hi');
    const ole = whatsapp.customer('Ole');
    ole.writes('hi');

    await sends([hello, hello]);
    const error = await channelErrorOf(sends([hello], { to: ole.phone }));

    expect(error).toMatchObject({ kind: 'throttled', facts: { platformCode: '130429' } });
  });
});

describe('a message', () => {
  it.each<[string, object, number]>([
    ['without a type that exists', { type: 'hologram', hologram: {} }, 100],
    ['without its content', { type: 'text' }, 131008],
    ['too long', { type: 'text', text: { body: 'x'.repeat(4097) } }, 131009],
    ['empty', { type: 'text', text: { body: ' ' } }, 131009],
    ['with four buttons', { type: 'interactive', interactive: buttons(4) }, 131009],
    ['with a file that there is not', { type: 'image', image: { id: '12345' } }, 131009],
    ['with file and link', { type: 'image', image: { id: '1', link: 'https://a.example' } }, 131009],
    ['to nobody', { to: undefined, type: 'text', text: { body: 'x' } }, 131008],
    ['to the business itself', { to: '4930901820', type: 'text', text: { body: 'x' } }, 131021],
    ['with a template that there is not', template('nothing'), 132001],
  ])('%s is refused', async (_, facts, code) => {
    const { number, mara, post } = await startScene();
    mara.writes('hi');

    const answer = await post(`${number.phoneNumberId}/messages`, {
      messaging_product: 'whatsapp',
      to: MARA,
      ...facts,
    });

    expect(answer.body.error?.code).toBe(code);
  });

  it.each([
    ['to a number without WhatsApp', { to: '491700000000' }, '131026'],
    ['with a link that leads nowhere', {}, '131053'],
  ])('%s is taken, and fails later', async (_, facts, platformCode) => {
    const { mara, receiver, sends } = await startScene();
    mara.writes('hi');
    const source = { from: 'url', url: 'https://example.org/a.jpg' } as const;

    await sends([{ type: 'media', kind: 'image', source }], facts);

    const failed = await receiver.eventOf('receipt', ({ status }) => status === 'FAILED');
    expect(failed.failure?.platformCode).toBe(platformCode);
  });
});

describe('a template', () => {
  const ready: TemplatePart = {
    type: 'template',
    name: 'order_ready',
    language: 'en',
    variables: { '1': '4471' },
  };
  const orderReady = { name: 'order_ready', components: [body('Your order {{1}} is ready.', ['4471'])] };

  it('arrives without a window, with its values in their places', async () => {
    const { mara, receiver, sends, makeTemplate } = await startScene();
    await makeTemplate(orderReady);

    await sends([ready]);

    expect((await mara.inbox.waitForMessage('order')).text).toBe('Your order 4471 is ready.');
    const sent = await receiver.eventOf('receipt');
    expect(sent.pricing).toMatchObject({ type: 'regular', category: 'utility' });
  });

  it.each<[string, Partial<TemplatePart>, string]>([
    ['too few values', { variables: {} }, '132000'],
    ['values by name', { variables: { order: '4471' } }, '132012'],
    ['a text that is too long', { variables: { '1': 'x'.repeat(32_768) } }, '132005'],
    ['a language that it has not', { language: 'de' }, '132001'],
  ])('with %s is refused', async (_, wrong, platformCode) => {
    const { sends, makeTemplate } = await startScene();
    await makeTemplate(orderReady);

    expect((await channelErrorOf(sends([{ ...ready, ...wrong }]))).facts).toMatchObject({
      platformCode,
      cause: 'template-problem',
    });
  });

  it('that promotes does not reach who has stopped that, nor who gets enough of it, nor the United States', async () => {
    const { whatsapp, mara, receiver, sends, makeTemplate } = await startScene();
    await makeTemplate({ ...orderReady, category: 'MARKETING' });
    mara.writes('hi');
    mara.does({ do: 'setMarketing', value: 'stop' });
    const sam = whatsapp.customer('Sam', { phone: '12025550123' });

    const noor = whatsapp.customer('Noor');
    noor.does({ do: 'getEnough' });

    await sends([ready]);
    const refused = [
      ...(await sends([ready], { to: sam.phone })),
      ...(await sends([ready], { to: noor.phone })),
    ];

    const failed = (code: string, id?: string) =>
      receiver.eventOf(
        'receipt',
        ({ failure, target }) =>
          failure?.platformCode === code &&
          (id === undefined || ('externalId' in target && target.externalId === id)),
      );
    expect((await failed('131050')).failure?.cause).toBe('not-permitted');
    for (const { externalIds } of refused) {
      const { failure } = await failed('131049', externalIds[0]);
      expect(failure?.cause).toBe('promotion-held-back');
    }
  });

  it('is reviewed after a while, and the business hears of it', async () => {
    const { whatsapp, receiver, context, sends } = await startScene({ templateReviewMs: DAY_MS });
    const draft = {
      name: 'order_ready',
      language: 'en',
      category: 'UTILITY',
      variableStyle: 'positional',
      header: null,
      body: { text: 'Your order {{1}} is ready.', examples: { '1': '4471' } },
      footer: null,
      buttons: [],
    } as const;

    const { externalId, status } = await templates.create(draft, context());
    const early = await channelErrorOf(sends([ready]));
    whatsapp.time.advance(DAY_MS);
    const verdict = await receiver.eventOf('template-status');
    const { templates: listed } = await templates.list(null, context());

    expect(status).toBe('PENDING');
    expect(early.facts.platformCode).toBe('132001');
    expect(verdict).toMatchObject({ templateExternalId: externalId, change: { status: 'APPROVED' } });
    expect(listed).toMatchObject([{ ...draft, externalId, status: 'APPROVED' }]);
  });

  it('has one name in one language once, and a deleted name rests', async () => {
    const { context, makeTemplate } = await startScene();
    await makeTemplate(orderReady);
    const draft = {
      name: 'order_ready',
      language: 'en',
      category: 'UTILITY',
      variableStyle: 'positional',
      header: null,
      body: { text: 'Again.', examples: {} },
      footer: null,
      buttons: [],
    } as const;

    const again = await channelErrorOf(templates.create(draft, context()));
    await templates.delete({ name: 'order_ready', externalId: null }, context());
    const rests = await channelErrorOf(templates.create(draft, context()));
    await templates.delete({ name: 'order_ready', externalId: null }, context());

    expect([again, rests].map(({ facts }) => facts.platformMessage)).toEqual([
      expect.stringContaining('2388024'),
      expect.stringContaining('2388023'),
    ]);
  });
});

describe('a file', () => {
  it('is found for a week, and its address for 5 minutes', async () => {
    const { whatsapp, mara, receiver, context, credentials } = await startScene();
    mara.sends('photo');
    const { parts } = await receiver.eventOf('message');
    const reference = String(Object(Object(parts[0]).source).reference);
    const authorization = `Bearer ${credentials.accessToken}`;
    const place = await fetch(`${whatsapp.url}/v26.0/${reference}`, { headers: { authorization } });
    const { url } = (await place.json()) as { url: string };

    const [fresh, unsigned] = [await fetch(url, { headers: { authorization } }), await fetch(url)];
    whatsapp.time.advance(5 * 60 * 1000);
    const late = await fetch(url, { headers: { authorization } });
    const again = await downloadMedia(reference, context());
    whatsapp.time.advance(7 * DAY_MS);
    const gone = await channelErrorOf(downloadMedia(reference, context()));

    expect([fresh.status, unsigned.status, late.status]).toEqual([200, 401, 404]);
    expect(again.mimeType).toBe('image/jpeg');
    expect(gone).toMatchObject({ kind: 'rejected', facts: { cause: 'not-found' } });
  });

  it.each([
    ['of a type that no message takes', { type: 'image/gif', bytes: 10 }],
    ['larger than a picture may be', { type: 'image/jpeg', bytes: 5 * 1024 * 1024 + 1 }],
  ])('%s is not taken', async (_, { type, bytes }) => {
    const { whatsapp, number } = await startScene();
    const form = new FormData();
    form.append('messaging_product', 'whatsapp');
    form.append('file', new Blob([new Uint8Array(bytes)], { type }), 'a');

    const response = await fetch(`${whatsapp.url}/v26.0/${number.phoneNumberId}/media`, {
      method: 'POST',
      headers: { authorization: `Bearer ${number.accessToken}` },
      body: form,
    });

    expect(await response.json()).toMatchObject({ error: { code: 131053 } });
  });
});

function buttons(count: number): object {
  const all = Array.from({ length: count }, (_, index) => ({
    type: 'reply',
    reply: { id: `${index}`, title: `${index}` },
  }));
  return { type: 'button', body: { text: '?' }, action: { buttons: all } };
}

function template(name: string): object {
  return { type: 'template', template: { name, language: { code: 'en' } } };
}
