import { describe, expect, it } from 'vitest';
import { connect } from '../../../src/channels/apple-messages/connect.ts';
import { appleMessages } from '../../../src/channels/apple-messages/index.ts';
import { BUSINESS_ID, credentials, relayCredentials } from './credentials.ts';
import { startScriptedApple } from './scripted-apple.ts';

const webhook = { mode: 'webhook', url: 'https://gateway.example/webhooks/apple-messages/a1' } as const;
const slot = {
  '/preUpload': { body: { 'upload-url': 'https://x.example', 'mmcs-url': 'u', 'mmcs-owner': 'o' } },
};

describe('connecting', () => {
  it('asks something that needs token and business, and says where Apple must deliver to', async () => {
    const { context, calls } = await startScriptedApple(slot);

    const { steps, account } = await connect(context, webhook);

    expect(account).toMatchObject({ externalId: BUSINESS_ID, username: null });
    expect(steps.map(({ name, isOk }) => [name, isOk])).toEqual([
      ['preUpload', true],
      ['webhook', true],
    ]);
    expect(steps[1]?.description).toContain(webhook.url);
    expect(calls.map(({ path, headers }) => [path, headers['source-id']])).toEqual([
      ['/preUpload', BUSINESS_ID],
    ]);
  });

  it('knows the business by its bare id, however it was entered', async () => {
    const spelled = { ...credentials, businessId: `urn:biz:${BUSINESS_ID.toUpperCase()}` };
    const { context, calls } = await startScriptedApple(slot, { credentials: spelled });

    const { account } = await connect(context, webhook);

    expect(account?.externalId).toBe(BUSINESS_ID);
    expect(calls[0]?.headers['source-id']).toBe(spelled.businessId);
  });

  it.each([
    [401, /MSP ID, the secret/u],
    [403, /MSP ID, the secret/u],
    [404, /chosen this MSP/u],
    [500, /no clear answer/u],
  ])('names what is wrong at %i', async (status, words) => {
    const { context } = await startScriptedApple({ '/preUpload': { status, body: 'because' } });

    const { steps, account } = await connect(context, webhook);

    expect(account).toBeNull();
    expect(steps).toMatchObject([{ name: 'preUpload', isOk: false, platformCode: String(status) }]);
    expect(steps[0]?.description).toMatch(words);
  });

  it('needs a public address', async () => {
    const { context } = await startScriptedApple(slot);

    const { steps } = await connect(context, { mode: 'polling' });

    expect(steps.at(-1)).toMatchObject({ name: 'webhook', isOk: false });
    expect(steps.at(-1)?.description).toMatch(/PUBLIC_URL/u);
  });

  it('asks a relay nothing', async () => {
    const { context, calls } = await startScriptedApple({}, { credentials: relayCredentials });

    const { steps, account } = await connect(context, webhook);

    expect(steps.every(({ isOk }) => isOk)).toBe(true);
    expect(account?.externalId).toBe(BUSINESS_ID);
    expect(calls).toEqual([]);
  });

  it("shows no relay's secrets to Apple", async () => {
    const { context } = await startScriptedApple(
      {},
      {
        credentials: relayCredentials,
        apiBaseUrl: appleMessages.defaultApiBaseUrl,
      },
    );

    expect((await connect(context, webhook)).steps).toMatchObject([{ name: 'relay', isOk: false }]);
  });
});

describe('credentials', () => {
  const fieldsOf = (change: Readonly<Record<string, string>>) =>
    appleMessages.checkCredentials({ ...credentials, ...change }).map(({ field }) => field);

  it.each([
    ['as Apple shows them', {}, []],
    ['with the urn', { businessId: `urn:biz:${BUSINESS_ID}` }, []],
    ['with another word for a business', { businessId: 'acme' }, ['businessId']],
    ['with an MSP that is no UUID', { mspId: 'acme' }, ['mspId']],
    ['with a decoded secret', { mspSecret: 'demo-msp-secret-32-bytes-long!!!' }, ['mspSecret']],
    ['with a secret in hex', { mspSecret: 'a1b2c3' }, ['mspSecret']],
    ['with a short secret', { mspSecret: 'AQID' }, ['mspSecret']],
    ['with nothing', { businessId: '', mspId: '', mspSecret: '' }, ['businessId', 'mspId', 'mspSecret']],
    ['for a relay', { ...relayCredentials, mspId: '', mspSecret: '' }, []],
    [
      'for a relay that proves nothing',
      { ...relayCredentials, relayWebhookHeader: '' },
      ['relayWebhookHeader'],
    ],
    ['for a relay whose headers are none', { ...relayCredentials, relayHeaders: 'token' }, ['relayHeaders']],
    [
      'for a relay with a header that could break a request',
      { ...relayCredentials, relayHeaders: 'a: b\u0000c' },
      ['relayHeaders'],
    ],
  ])('are checked for their shape: %s', (_name, change, expected) => {
    expect(fieldsOf(change)).toEqual(expected);
  });

  it('keep secret whatever opens a door', () => {
    expect(appleMessages.credentialFields.filter(({ isSecret }) => isSecret).map(({ name }) => name)).toEqual(
      ['mspSecret', 'relayHeaders', 'relayWebhookHeader'],
    );
  });
});
