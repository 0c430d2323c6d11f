import { describe, expect, it } from 'vitest';
import { messenger } from '../../../src/channels/messenger/index.ts';
import { PAGE_ID } from './account.ts';
import { contextOf, type ScriptedAnswer, startScriptedGraph } from './scripted-graph.ts';

const WEBHOOK = { mode: 'webhook', url: 'https://chat.example.org/webhooks/messenger/1' } as const;
const PAGE = { body: { id: PAGE_ID, name: 'Bäckerei Voigt', username: 'baecker' } };
const DONE = { body: { success: true } };
const SUBSCRIBED = {
  body: { data: [{ id: '555001928374', subscribed_fields: ['messages', 'message_reads'] }] },
};
const REVOKED = {
  status: 401,
  body: { error: { message: 'Session has expired', code: 190, error_subcode: 463 } },
};

async function connects(answers: readonly ScriptedAnswer[], appId = '555001928374') {
  const { calls, url } = await startScriptedGraph(...answers);
  const context = contextOf(url);
  const credentials = { ...context.credentials, appId };
  const report = await messenger.connect(
    { ...context, credentials, settings: { greeting: 'Guten Tag' } },
    WEBHOOK,
  );
  return { calls, report, names: report.steps.map(({ name, isOk }) => `${name}: ${isOk}`) };
}

describe('connecting', () => {
  it('goes from the token over the webhook to the Page’s events, and learns who the Page is', async () => {
    const { report, names, calls } = await connects([PAGE, DONE, DONE, SUBSCRIBED, DONE]);

    expect(report.account).toEqual({
      externalId: PAGE_ID,
      displayName: 'Bäckerei Voigt',
      username: 'baecker',
    });
    expect(names).toEqual([
      'page token: true',
      'webhook: true',
      'subscribed_apps: true',
      'subscribed fields: true',
      'messenger_profile: true',
    ]);
    expect(calls[1]).toMatchObject({
      path: '/v26.0/555001928374/subscriptions',
      authorization: 'Bearer 555001928374|example-app-secret',
      body: { object: 'page', callback_url: WEBHOOK.url, verify_token: 'example-verify' },
    });
    expect(calls[4]?.body).toEqual({
      get_started: { payload: 'GET_STARTED' },
      greeting: [{ locale: 'default', text: 'Guten Tag' }],
    });
  });

  it('says where to set the webhook when it may not', async () => {
    const { report, calls } = await connects([PAGE, DONE, SUBSCRIBED, DONE], '');

    expect(report.steps[1]?.description).toContain(WEBHOOK.url);
    expect(calls.map(({ path }) => path.split('/')[3]?.split('?')[0])).toEqual([
      undefined,
      'subscribed_apps',
      'subscribed_apps',
      'messenger_profile',
    ]);
  });

  it.each([
    ['page token', [REVOKED], '190/463'],
    ['page token', [{ body: { id: '1', name: 'Other' } }], 'token:other-page'],
    ['page token', [{ body: {} }], 'answer:malformed'],
    ['webhook', [PAGE, REVOKED], '190/463'],
    ['subscribed_apps', [PAGE, DONE, { status: 400, body: { error: { code: 200 } } }], '200'],
    [
      'subscribed fields',
      [PAGE, DONE, DONE, { body: { data: [{ id: '555001928374', subscribed_fields: [] }] } }],
      'subscription:no-messages',
    ],
  ])('ends at the step "%s" that failed', async (name, answers, platformCode) => {
    const { report } = await connects(answers);

    expect(report.steps.at(-1)).toMatchObject({ name, isOk: false, platformCode });
    expect(report.steps.slice(0, -1).every(({ isOk }) => isOk)).toBe(true);
  });

  it('names the events that do not come', async () => {
    const { report } = await connects([PAGE, DONE, DONE, SUBSCRIBED, DONE]);

    expect(report.steps[3]?.description).toContain('messaging_postbacks');
  });

  it('does without the button Get Started', async () => {
    const { names } = await connects([
      PAGE,
      DONE,
      DONE,
      SUBSCRIBED,
      { status: 400, body: { error: { code: 100 } } },
    ]);

    expect(names.at(-1)).toBe('messenger_profile: true');
  });

  it('needs a public address', async () => {
    const { context } = await startScriptedGraph(PAGE);

    const report = await messenger.connect(context, { mode: 'polling' });

    expect(report.steps.at(-1)).toMatchObject({
      name: 'webhook',
      isOk: false,
      platformCode: 'webhook:no-address',
    });
  });

  it('never shows the token, also where Meta repeats it', async () => {
    const { context } = await startScriptedGraph({
      status: 400,
      body: { error: { message: 'Malformed access token EAAexampletoken', code: 190 } },
    });

    const report = await messenger.connect(context, WEBHOOK);

    expect(JSON.stringify(report)).not.toContain('EAAexampletoken');
  });
});

describe('disconnecting', () => {
  it('ends the Page’s events', async () => {
    const { calls, context } = await startScriptedGraph(DONE);

    await messenger.disconnect?.(context);

    expect(calls).toMatchObject([{ method: 'DELETE', path: `/v26.0/${PAGE_ID}/subscribed_apps` }]);
  });

  it('is done when the token no longer works', async () => {
    const { context } = await startScriptedGraph(REVOKED);

    await expect(messenger.disconnect?.(context)).resolves.toBeUndefined();
  });
});
