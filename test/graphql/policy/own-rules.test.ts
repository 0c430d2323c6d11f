import { afterEach, beforeEach, expect, it } from 'vitest';
import { type ChannelDefinition, defineChannel } from '../../../src/core/channel/index.ts';
import type { Identity } from '../../../src/core/store/rows.ts';
import { encodeId } from '../../../src/graphql/ids.ts';
import { createSendingScene, type SendingScene } from '../../core/delivery/sending-scene.ts';
import { describeOnEveryEngine } from '../../support/describe-on-every-engine.ts';
import { exampleChannel } from '../../support/example-channel.ts';
import { query } from '../../support/graphql-client.ts';
import { type GraphQLServer, startGraphQLServer } from '../../support/graphql-server.ts';

/** A platform that says of everything that it charges for it. */
const charging: ChannelDefinition = defineChannel({
  ...exampleChannel,
  send: async (request, context) => ({
    ...(await exampleChannel.send(request, context)),
    pricing: { billable: true, category: 'service' },
  }),
});

const ADD = `mutation ($input: AddOperatorRuleInput!) {
  addOperatorRule(input: $input) {
    ... on OperatorRuleSuccess { operatorRule { id rule note endedAt budget { amount currency } } }
    ... on UserError { code message path }
  }
}`;
const LOAD = `mutation ($input: LoadRateCardInput!) {
  loadRateCard(input: $input) {
    ... on LoadRateCardSuccess { rateCard { name rates { amount basis } } }
    ... on UserError { code message path }
  }
}`;
const CHECK = `query ($input: CheckSendInput!) {
  checkSend(input: $input) {
    verdict rule source price { amount currency rateCard }
    remedies { kind ... on WaitUntil { at } }
  }
}`;
const SEND = `mutation ($input: SendMessageInput!) {
  sendMessage(input: $input) {
    ... on SendMessageSuccess { queuedMessage { id } }
    ... on PolicyRefused { decision { rule remedies { kind ... on WaitUntil { at } } } }
    ... on UserError { message }
  }
}`;
const ADVANCE = `mutation ($input: AdvanceClockInput!) {
  advanceClock(input: $input) { ... on AdvanceClockSuccess { now } ... on UserError { message } }
}`;
const CARD = {
  channel: 'example',
  effectiveFrom: '2026-01-01',
  name: 'our contract',
  source: 'Contract of 2025-12-01',
  currency: 'EUR',
  rates: [{ amount: '0.1', basis: 'Every message is charged.' }],
};

interface Checked {
  readonly verdict: string;
  readonly price: { readonly rateCard: string | null };
}
interface Sent {
  readonly queuedMessage?: object;
}

describeOnEveryEngine('what a workspace asks beyond the platforms', (open) => {
  let scene: SendingScene;
  let server: GraphQLServer;
  let ada: Identity;
  beforeEach(async () => {
    scene = await createSendingScene(open, { channel: charging });
    server = await startGraphQLServer(scene.core);
    ada = await scene.customer();
  });
  afterEach(async () => {
    await server.close();
    await scene.close();
  });

  const ask = <Data>(document: string, input?: object) =>
    query<Data>(server.url.replace(/\/graphql$/u, ''), scene.workspace.secret, document, {
      ...(input !== undefined && { input }),
    });
  const check = async () =>
    (await ask<{ checkSend: Checked }>(CHECK, { identityId: encodeId('Identity', ada.id) })).checkSend;
  const send = async (key: string) =>
    (
      await ask<{ sendMessage: Sent }>(SEND, {
        identityId: encodeId('Identity', ada.id),
        parts: [{ text: { text: 'Hello' } }],
        idempotencyKey: key,
      })
    ).sendMessage;

  it('holds from the moment it is added until it is ended, and says why it is there', async () => {
    const quietHours = { purposes: ['SERVICE'], from: '00:00', to: '23:59', fallbackTimeZone: 'UTC' };
    const { addOperatorRule } = await ask<{ addOperatorRule: { operatorRule: { id: string } } }>(ADD, {
      note: 'Works council, 2026-02-01',
      quietHours,
    });
    const refused = await check();
    await ask('mutation ($input: EndOperatorRuleInput!) { endOperatorRule(input: $input) { __typename } }', {
      operatorRuleId: addOperatorRule.operatorRule.id,
    });

    expect(refused).toMatchObject({
      verdict: 'REFUSE',
      rule: 'QUIET_HOURS',
      source: 'Works council, 2026-02-01',
      remedies: [{ kind: 'wait-until', at: '2026-03-02T23:59:00.000Z' }],
    });
    expect(await check()).toMatchObject({ verdict: 'ALLOW' });
  });

  it.each([
    [
      'two kinds at once',
      { budget: { amount: '1', currency: 'EUR' }, extraConsent: { purposes: ['SERVICE'] } },
    ],
    ['none at all', {}],
    ['a time that is none', { quietHours: { from: '25:00', to: '08:00' } }],
    ['a zone that is none', { quietHours: { from: '21:00', to: '08:00', fallbackTimeZone: 'Mars' } }],
    ['a cap on answers', { frequencyCap: { purposes: ['SERVICE'], messages: 1, perHours: 1 } }],
    ['an amount that is none', { budget: { amount: 'much', currency: 'EUR' } }],
    ['a currency that is none', { budget: { amount: '1', currency: 'Euro' } }],
  ])('is refused with a sentence: %s', async (_name, terms) => {
    const { addOperatorRule } = await ask<{ addOperatorRule: object }>(ADD, { note: 'A try', ...terms });

    expect(addOperatorRule).toMatchObject({ code: 'VALIDATION_FAILED', message: expect.any(String) });
  });

  it('stops at the budget of the month, and goes on in the next', async () => {
    await ask(LOAD, CARD);
    await ask(ADD, { note: 'Marketing plan', budget: { amount: '0.25', currency: 'EUR' } });

    const { price } = await check();
    const outcomes = [await send('one'), await send('two'), await send('three')];
    const { advanceClock } = await ask<{ advanceClock: object }>(ADVANCE, { seconds: 31 * 24 * 60 * 60 });
    const later = await send('four');

    expect(price).toEqual({ amount: '0.1', currency: 'EUR', rateCard: 'our contract' });
    expect(outcomes[1]?.queuedMessage).toBeDefined();
    expect(outcomes[2]).toEqual({
      decision: { rule: 'BUDGET', remedies: [{ kind: 'wait-until', at: '2026-04-01T00:00:00.000Z' }] },
    });
    expect(advanceClock).toEqual({ now: '2026-04-02T09:00:00.000Z' });
    expect(later.queuedMessage).toBeDefined();
  });

  it('is compared with what platforms report, by day, channel, country and category', async () => {
    await ask(LOAD, { ...CARD, rates: [{ amount: '0', basis: 'Free, we thought.' }] });
    scene.delivery.start();
    for (const key of ['one', 'two']) await send(key);
    const bob = await scene.send(ada, 'the last');
    await scene.becomes(bob.id, 'SENT');

    const { priceReport } = await ask<{ priceReport: readonly object[] }>(
      `{ priceReport(from: "2026-03-01T00:00:00Z", to: "2026-04-01T00:00:00Z") {
           day channel country category messages estimatedAmount estimatedFree reportedCharged unreported differing
      } }`,
    );

    expect(priceReport).toEqual([
      {
        day: '2026-03-02',
        channel: 'example',
        country: null,
        category: 'service',
        messages: 3,
        estimatedAmount: '0',
        estimatedFree: 3,
        reportedCharged: 3,
        unreported: 0,
        differing: 3,
      },
    ]);
  });

  it('keeps to prices of a card only from its day on', async () => {
    await ask(LOAD, { ...CARD, effectiveFrom: '2026-03-03' });
    const today = (await check()).price;
    await ask(ADVANCE, { seconds: 24 * 60 * 60 });

    expect(today.rateCard).not.toBe('our contract');
    expect((await check()).price).toMatchObject({ rateCard: 'our contract', amount: '0.1' });
  });
});

describeOnEveryEngine('the clock of a workspace', (open) => {
  it('stands fast where contacts are real, and says how to move it where they are not', async () => {
    const scene = await createSendingScene(open);
    const server = await startGraphQLServer({ ...scene.core, movesClocks: false });
    const { advanceClock } = await query<{ advanceClock: { message: string } }>(
      server.url.replace(/\/graphql$/u, ''),
      scene.workspace.secret,
      ADVANCE,
      { input: { seconds: 60 } },
    );
    await server.close();
    await scene.close();

    expect(advanceClock.message).toContain('CONFAB_MOVABLE_CLOCKS=true');
  });
});
