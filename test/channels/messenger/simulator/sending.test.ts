import { describe, expect, it } from 'vitest';
import { startScene } from './scene.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const HELLO = { text: 'Hallo' };
const tagged = (tag: string) => ({ messaging_type: 'MESSAGE_TAG', tag });

describe('a message to somebody who has written', () => {
  it('is accepted, shown, echoed and delivered', async () => {
    const { ada, send, event } = await startScene();
    ada.writes('Hallo?');

    const { status, body } = await send({ text: 'Ja, täglich ab 7 Uhr.', metadata: 'job:77' });

    expect(status).toBe(200);
    expect(ada.inbox.messages).toMatchObject([
      { mid: body.message_id, text: 'Ja, täglich ab 7 Uhr.', lane: 'RESPONSE' },
    ]);
    expect(Object(await event('delivery')).delivery.mids).toEqual([body.message_id]);
  });

  it.each([
    ['within 24 hours', 0, {}, 200, undefined],
    ['after 24 hours', DAY_MS, {}, 400, 2018278],
    ['proactively after 24 hours', DAY_MS, { messaging_type: 'UPDATE' }, 400, 2018278],
    ['of a person within 7 days', 6 * DAY_MS, tagged('HUMAN_AGENT'), 200, undefined],
    ['of a person after 7 days', 7 * DAY_MS, tagged('HUMAN_AGENT'), 400, 2018278],
    ['with a tag that was retired', 0, tagged('ACCOUNT_UPDATE'), 400, 1893061],
    ['with a tag that is none', 0, tagged('NEWSLETTER'), 400, undefined],
    ['of the tag lane without a tag', 0, { messaging_type: 'MESSAGE_TAG' }, 400, undefined],
  ])('%s: as the rules say', async (_name, laterMs, lane, status, subcode) => {
    const { messenger, ada, send } = await startScene({}, { hasHumanAgent: true });
    ada.writes('Hallo?');
    messenger.time.advance(laterMs);

    const answer = await send(HELLO, lane);

    expect(answer.status).toBe(status);
    expect(answer.body.error?.error_subcode).toBe(subcode);
  });

  it('with the tag for people needs the feature', async () => {
    const { ada, send } = await startScene({}, { hasHumanAgent: false });
    ada.writes('Hallo?');

    expect((await send(HELLO, tagged('HUMAN_AGENT'))).body.error.code).toBe(10);
  });

  it.each([
    ['that stands in the News Page Index', true, 200],
    ['like any other', false, 400],
  ])('as news, long after they wrote, from a Page %s', async (_name, isNewsPage, status) => {
    const { messenger, ada, send } = await startScene({}, { isNewsPage });
    ada.writes('Hallo?');
    messenger.time.advance(30 * DAY_MS);

    expect((await send(HELLO, tagged('NON_PROMOTIONAL_SUBSCRIPTION'))).status).toBe(status);
  });

  it('is possible again when the person taps, reacts or writes', async () => {
    const { messenger, ada, send } = await startScene();
    const { mid } = ada.writes('Hallo?');
    messenger.time.advance(2 * DAY_MS);
    ada.reacts(mid ?? '', '👍');

    expect((await send(HELLO)).status).toBe(200);
  });
});

describe('a message that Messenger does not take', () => {
  it.each([
    ['no words', { text: ' ' }],
    ['too many words', { text: 'x'.repeat(2001) }],
    ['words and a file', { text: 'x', attachment: { type: 'image', payload: { attachment_id: '1' } } }],
    [
      'four buttons',
      template({ template_type: 'button', text: 'x', buttons: ['1', '2', '3', '4'].map(button) }),
    ],
    ['a long title', template({ template_type: 'button', text: 'x', buttons: [button('x'.repeat(21))] })],
    ['a card of a title alone', template({ template_type: 'generic', elements: [{ title: 'x' }] })],
    [
      '14 quick replies',
      {
        text: 'x',
        quick_replies: Array.from({ length: 14 }, () => ({ content_type: 'text', title: 'x', payload: 'x' })),
      },
    ],
    ['a field that it does not know', { text: 'x', parse_mode: 'html' }],
    ['an upload that is not there', { attachment: { type: 'image', payload: { attachment_id: '1' } } }],
    ['a template nobody approved', { template: { name: 'x', language: { code: 'de' } } }],
  ])('has %s', async (_name, message) => {
    const { ada, send } = await startScene();
    ada.writes('Hallo?');

    const { status, body } = await send(message);

    expect({ status, code: body.error.code }).toEqual({ status: 400, code: 100 });
    expect(ada.inbox.messages).toEqual([]);
  });

  it.each([
    ['to nobody', { recipient: { id: '1' } }, { code: 100, error_subcode: 2018001 }],
    ['beside an action', { sender_action: 'typing_on' }, { code: 100, error_subcode: 2018034 }],
    ['as a persona that is not there', { persona_id: '1' }, { code: 100 }],
  ])('goes %s', async (_name, more, error) => {
    const { ada, send } = await startScene();
    ada.writes('Hallo?');

    expect((await send(HELLO, more)).body.error).toMatchObject(error);
  });

  it('goes to somebody who has blocked the Page', async () => {
    const { ada, send } = await startScene();
    ada.writes('Hallo?');
    ada.blocks();

    expect((await send(HELLO)).body.error.code).toBe(551);
  });

  it('leaves a Page that Meta restricts', async () => {
    const { account, ada, send } = await startScene();
    ada.writes('Hallo?');
    account.isRestricted = true;

    expect((await send(HELLO)).body.error).toMatchObject({ code: 10, error_subcode: 1893063 });
  });
});

describe('limits', () => {
  it('let 300 messages a second through, and 10 with sound', async () => {
    const clock = { now: () => new Date(1_796_100_000_000) };
    const limits = { messages: { burst: 3, perSecond: 3 }, films: { burst: 1, perSecond: 1 } };
    const { messenger, ada, send } = await startScene({ clock, sendLimits: limits });
    ada.writes('Hallo?');
    const statuses: number[] = [];
    for (let count = 0; count < 4; count += 1) statuses.push((await send(HELLO)).status);

    messenger.time.advance(1000);
    statuses.push((await send(HELLO)).status);

    expect(statuses).toEqual([200, 200, 200, 400, 200]);
  });

  it('are told with how long to stay away, when asked for', async () => {
    const { messenger, ada, send } = await startScene();
    ada.writes('Hallo?');
    messenger.faults.answers.inject({
      fault: { kind: 'error', status: 429, retryAfterSeconds: 300 },
      operation: 'messages',
    });

    const { body, headers } = await send(HELLO);

    expect(body.error.code).toBe(80006);
    expect(headers.get('x-business-use-case-usage')).toContain('"estimated_time_to_regain_access":5');
  });
});

describe('who may call', () => {
  it.each([
    ['a token that nobody has', 'EAAwrong', 401, 190],
    ['no token', '', 401, 190],
    ['the app, for a Page', '555001928374|simulated-app-secret', 403, 200],
  ])('%s: refused', async (_name, token, status, code) => {
    const { account, call } = await startScene();

    const answer = await call('POST', `${account.id}/messages`, {}, token);

    expect({ status: answer.status, code: answer.body.error.code }).toEqual({ status, code });
  });

  it('loses that right when the token is revoked', async () => {
    const { messenger, account, call } = await startScene();
    const old = account.token;
    messenger.revokeToken(account);

    expect((await call('GET', 'me', undefined, old)).status).toBe(401);
    expect((await call('GET', 'me', undefined, account.token)).status).toBe(200);
  });
});

function template(payload: object) {
  return { attachment: { type: 'template', payload } };
}

function button(title: string) {
  return { type: 'postback', title, payload: title };
}
