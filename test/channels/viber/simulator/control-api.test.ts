import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startScene } from './scene.ts';

const listSchema = z.array(
  z.looseObject({
    method: z.string(),
    path: z.string(),
    example: z.record(z.string(), z.unknown()).nullable(),
  }),
);

async function startControl() {
  const scene = await startScene();
  async function control(method: string, path: string, body?: unknown) {
    const response = await fetch(`${scene.viber.controlUrl}${path}`, {
      method,
      ...(body !== undefined && {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    });
    return { status: response.status, body: await response.json() };
  }
  const listed = async () => listSchema.parse(await (await fetch(scene.viber.controlUrl)).json());
  return { ...scene, control, listed };
}

describe('the control API', () => {
  it('does all that is needed for a conversation', async () => {
    const { control, send } = await startControl();

    const account = await control('POST', '/accounts', { uri: 'other', name: 'Other' });
    const customer = await control('POST', '/customers', { name: 'Grace', country: 'FR' });
    const wrote = await control('POST', '/customers/Ada/actions', {
      do: 'write',
      text: 'Hi',
      bot: 'shopbot',
    });
    const news = control('GET', '/customers/Ada/inbox?waitMs=5000');
    await send({ text: 'Hello back' });
    const requests = await control('GET', '/requests?operation=send_message');

    expect(account).toMatchObject({ status: 200, body: { uri: 'other', webhook: null } });
    expect(customer.body).toMatchObject({ name: 'Grace' });
    expect(wrote.body).toMatchObject({ kind: 'done', tokens: [expect.stringMatching(/^\d{19}$/u)] });
    expect((await news).body).toMatchObject({ next: 1, messages: [{ kind: 'text', text: 'Hello back' }] });
    expect(requests.body).toMatchObject({ requests: [{ account: 'shopbot', body: { text: 'Hello back' } }] });
  });

  it('changes what a bot may', async () => {
    const { control, call, ada, send } = await startControl();
    ada.writes('Hi');

    const change = { refusal: 9, canBroadcast: false, freeMessages: 3, balance: null };
    const changed = await control('POST', '/accounts/shopbot', change);
    const suspended = await call('get_account_info');
    await control('POST', '/accounts/shopbot', { refusal: null });

    expect(changed.body).toMatchObject(change);
    expect(suspended.body).toMatchObject({ status: 9 });
    expect((await send()).body.status).toBe(0);
  });

  it('moves the clock and injects faults of both kinds', async () => {
    const { viber, control, call } = await startControl();
    const before = viber.time.nowMs();

    await control('POST', '/clock', { advanceMs: 60_000 });
    const error = { kind: 'error', status: 502 };
    await control('POST', '/faults', { fault: error, operation: 'get_account_info', times: null });
    await control('POST', '/faults', { fault: { kind: 'duplicate', copies: 2 } });
    const failing = await call('get_account_info');
    const faults = await control('GET', '/faults');
    await control('DELETE', '/faults');

    expect(viber.time.nowMs()).toBeGreaterThanOrEqual(before + 60_000);
    expect(failing.httpStatus).toBe(502);
    expect(faults.body).toMatchObject([{ fired: 1 }, { fault: { copies: 2 }, fired: 0 }]);
    expect((await call('get_account_info')).httpStatus).toBe(200);
  });

  it.each`
    method    | path                        | body                           | status | message
    ${'GET'}  | ${'/accounts/who'}          | ${undefined}                   | ${404} | ${/no bot called who/u}
    ${'GET'}  | ${'/customers/Who/inbox'}   | ${undefined}                   | ${404} | ${/nobody called Who/u}
    ${'POST'} | ${'/accounts'}              | ${{ token: 'nonsense' }}       | ${400} | ${/three groups/u}
    ${'POST'} | ${'/accounts'}              | ${{ uri: 'shopbot' }}          | ${409} | ${/uri already/u}
    ${'POST'} | ${'/customers/Ada/actions'} | ${{ do: 'dance' }}             | ${400} | ${/"do"/u}
    ${'POST'} | ${'/customers/Ada/actions'} | ${{ do: 'tap', label: 'Red' }} | ${409} | ${/no button \\"Red\\"/u}
  `('answers $method $path with $status and a reason', async ({ method, path, body, status, message }) => {
    const { control } = await startControl();

    const reply = await control(method, path, body);

    expect(reply.status).toBe(status);
    expect(JSON.stringify(reply.body)).toMatch(message);
  });

  it('shows examples that work', async () => {
    const { control, listed } = await startControl();
    const examples = (await listed()).flatMap(({ method, path, example }) =>
      // The script waits for an answer, and the example's bot is there already.
      example === null || /scripts|accounts$/u.test(path) ? [] : [{ method, path, example }],
    );

    for (const { method, path, example } of examples) {
      const address = path.replace(':customer', 'Ada').replace(':account', 'shopbot');
      const reply = await control(method, address, example);
      expect(reply.status, `${method} ${path}: ${JSON.stringify(reply.body)}`).toBe(200);
    }
    expect(examples.map(({ path }) => path)).toContain('/customers/:customer/actions');
  });
});
