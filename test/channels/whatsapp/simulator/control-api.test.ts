import { describe, expect, it } from 'vitest';
import { MARA, startScene } from './scene.ts';

async function startControl() {
  const scene = await startScene();
  async function control(method: string, path: string, body?: unknown) {
    const response = await fetch(`${scene.whatsapp.controlUrl}${path}`, {
      method,
      ...(body !== undefined && {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    });
    return { status: response.status, body: (await response.json()) as Readonly<Record<string, unknown>> };
  }
  return { ...scene, control };
}

describe('the control API', () => {
  it('does all that is needed for a conversation', async () => {
    const { whatsapp, receiver, control } = await startControl();

    const account = await control('POST', '/accounts', { phone: '4940555000', verifiedName: 'Shop' });
    await control('POST', '/accounts/4940555000/callback', { url: receiver.url });
    await control('POST', '/customers', { name: 'Grace', phone: '4915200000001' });
    const wrote = await control('POST', '/customers/Grace/actions', {
      do: 'write',
      text: 'Hi',
      number: '4940555000',
    });
    const { phoneNumberId, accessToken } = account.body;
    await fetch(`${whatsapp.url}/v26.0/${phoneNumberId}/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        messaging_product: 'whatsapp',
        to: '4915200000001',
        type: 'text',
        text: { body: 'Hello Grace' },
      }),
    });
    const inbox = await control('GET', '/customers/Grace/inbox?waitMs=5000');
    const requests = await control('GET', '/requests?operation=messages');

    expect(wrote.body).toMatchObject({ kind: 'done', messageIds: [expect.stringMatching(/^wamid\./u)] });
    expect(inbox.body.messages).toMatchObject([{ type: 'text', text: 'Hello Grace' }]);
    expect(requests.body.requests).toMatchObject([{ operation: 'messages', answer: { status: 200 } }]);
    expect((await control('GET', '/accounts/4940555000')).body).toMatchObject({
      callback: { url: receiver.url },
    });
  });

  it('judges templates, and brings any event', async () => {
    const { control, receiver, makeTemplate } = await startControl();
    await makeTemplate({ name: 'order_ready', components: [{ type: 'BODY', text: 'It is ready.' }] });

    await control('POST', '/accounts/4930901820/templates/order_ready/verdict', { event: 'PAUSED' });
    await control('POST', '/accounts/4930901820/events', {
      field: 'phone_number_quality_update',
      value: { display_phone_number: '4930901820', event: 'FLAGGED' },
    });

    const paused = await receiver.eventOf('template-status', ({ change }) => change.status === 'PAUSED');
    expect(paused.templateExternalId).toMatch(/^\d{18}$/u);
    expect(await receiver.eventOf('account-health')).toMatchObject({ level: 'warning' });
  });

  it('follows a script, injects faults and moves the clock', async () => {
    const { control, whatsapp, sends, receiver } = await startControl();
    const following = control('POST', `/customers/${MARA}/scripts`, {
      steps: [{ say: 'Hello' }, { waitFor: 'help' }, { say: 'Thanks' }],
    });
    await receiver.eventOf('message');

    await sends([{ type: 'text', text: 'How can I help?' }]);
    const { body } = await following;
    await control('POST', '/faults', { fault: { kind: 'error', status: 503 }, operation: 'messages' });
    const refused = sends([{ type: 'text', text: 'again' }]);

    await expect(refused).rejects.toMatchObject({ kind: 'unavailable', facts: { platformCode: '131016' } });
    expect(body).toMatchObject({ kind: 'finished' });
    const before = whatsapp.time.nowMs();
    await control('POST', '/clock', { advanceMs: 60_000 });
    expect(whatsapp.time.nowMs() - before).toBeGreaterThanOrEqual(60_000);
  });

  it.each([
    ['POST', '/customers/Nobody/actions', { do: 'write', text: 'x' }, 404],
    ['POST', `/customers/${MARA}/actions`, { do: 'fly' }, 400],
    ['POST', `/customers/${MARA}/actions`, { do: 'tap', label: 'nothing' }, 409],
    ['GET', '/accounts/4900', undefined, 404],
    ['POST', '/accounts/4930901820/templates/none/verdict', { event: 'PAUSED' }, 404],
  ])('says what is wrong with %s %s', async (method, path, body, status) => {
    const { control } = await startControl();

    const answer = await control(method, path, body);

    expect(answer.status).toBe(status);
    expect(answer.body.error).toMatchObject({ message: expect.any(String) });
  });
});
