import { describe, expect, it } from 'vitest';
import { connect } from '../../../src/channels/whatsapp/connect.ts';
import { checkCredentials } from '../../../src/channels/whatsapp/credentials.ts';
import { ACCESS_TOKEN, BUSINESS_ID, contextFor, NUMBER_ID, startScriptedGraph } from './scripted-graph.ts';

const url = 'https://confab.example.org/webhooks/whatsapp/a';
const webhook = { mode: 'webhook', url } as const;

const NUMBER = {
  id: NUMBER_ID,
  display_phone_number: '+49 30 901820',
  verified_name: 'Bäckerei Lindenhof',
  quality_rating: 'GREEN',
};
const GET_NUMBER = `GET /v26.0/${NUMBER_ID}`;
const GET_BUSINESS = `GET /v26.0/${BUSINESS_ID}`;
const SUBSCRIBE = `POST /v26.0/${BUSINESS_ID}/subscribed_apps`;
const WORKING = {
  [GET_NUMBER]: { body: NUMBER },
  [GET_BUSINESS]: { body: { id: BUSINESS_ID, name: 'Lindenhof' } },
  [SUBSCRIBE]: { body: { success: true } },
};
const no = (code: number, status = 400) => ({ status, body: { error: { code, message: 'no' } } });

const okOf = (steps: readonly { name: string; isOk: boolean }[]) =>
  steps.map(({ name, isOk }) => `${name} ${isOk ? 'ok' : 'failed'}`);

describe('connecting', () => {
  it('proves the token on number and business, and brings events to our address', async () => {
    const { calls, context } = await startScriptedGraph(WORKING);

    const { steps, account } = await connect(context, webhook);

    expect(okOf(steps)).toEqual(['phone number ok', 'business account ok', 'webhook ok']);
    expect(account).toEqual({
      externalId: NUMBER_ID,
      displayName: 'Bäckerei Lindenhof',
      username: '4930901820',
    });
    expect(calls.at(-1)).toMatchObject({
      operation: SUBSCRIBE,
      body: { override_callback_uri: url, verify_token: 'verify-token' },
    });
  });

  it.each([
    ['phone number failed', { [GET_NUMBER]: no(190, 401) }, '190'],
    ['business account failed', { [GET_BUSINESS]: no(200, 403) }, '200'],
    ['webhook failed', { [SUBSCRIBE]: no(100) }, '100'],
    ['phone number failed', { [GET_NUMBER]: { body: '<html>' } }, 'http:200'],
    ['phone number failed', { [GET_NUMBER]: { body: { name: 'x' } } }, 'answer:malformed'],
    ['webhook failed', { [SUBSCRIBE]: { body: { success: false } } }, 'answer:malformed'],
  ])('ends with "%s" when that is the first that fails: %o', async (last, broken, platformCode) => {
    const { context } = await startScriptedGraph({ ...WORKING, ...broken });

    const { steps } = await connect(context, webhook);

    expect(okOf(steps).at(-1)).toBe(last);
    expect(okOf(steps).slice(0, -1).join()).not.toContain('failed');
    expect(steps.at(-1)?.platformCode).toBe(platformCode);
    expect(JSON.stringify(steps)).not.toContain(ACCESS_TOKEN);
  });

  it('has no account to show when the number could not be read', async () => {
    const { context, close } = await startScriptedGraph({});
    close();

    const { account, steps } = await connect(context, webhook);

    expect(account).toBeNull();
    expect(steps).toMatchObject([{ isOk: false, platformCode: 'network:ECONNREFUSED' }]);
  });

  it('says that events need a public address', async () => {
    const { context } = await startScriptedGraph(WORKING);

    const { steps } = await connect(context, { mode: 'polling' });

    expect(steps.at(-1)).toMatchObject({ name: 'webhook', isOk: false });
    expect(steps.at(-1)?.description).toContain('PUBLIC_URL');
  });
});

describe('credentials', () => {
  const fitting = contextFor('').credentials;

  it('that look right have no problems', () => {
    expect(checkCredentials(fitting)).toEqual([]);
  });

  it.each([
    ['phoneNumberId', '+49 30 901820'],
    ['businessAccountId', ''],
    ['accessToken', 'two words'],
    ['appSecret', ''],
    ['previousAppSecret', 'a b'],
    ['verifyToken', ''],
  ])('tell which one does not: %s', (field, value) => {
    expect(checkCredentials({ ...fitting, [field]: value }).map((problem) => problem.field)).toEqual([field]);
  });
});
