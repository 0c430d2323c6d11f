import { describe, expect, it } from 'vitest';
import { viber } from '../../../src/channels/viber/index.ts';
import type { BroadcastOutcome } from '../../../src/core/channel/index.ts';
import { bytesOf } from './callbacks.ts';
import { problemsOf, requestsOf, toMany } from './outbound.ts';
import { channelErrorOf, startScriptedViber } from './scripted-viber.ts';
import { BroadcastMessage } from './wire-schema.ts';

const TO = ['idA==', 'idB==', 'idC=='];
const news = toMany([{ type: 'text', text: 'Open today replace_me_with_user_name' }], TO);
const [wire = { operation: '', body: {}, files: [], partIndexes: [], cost: 1 }] = requestsOf(
  viber.broadcast?.render(news),
);

async function sendTo(answer: string): Promise<readonly BroadcastOutcome[]> {
  const { context } = await startScriptedViber({ body: answer });
  return (await viber.broadcast?.send(wire, context)) ?? [];
}

describe('a broadcast', () => {
  it('is one request with all recipients, attributed to no single message', async () => {
    const { calls, context } = await startScriptedViber({ body: '{"status":0,"message_token":1}' });

    await viber.broadcast?.send(wire, context);

    expect(calls.map(({ path }) => path)).toEqual(['/pa/broadcast_message']);
    expect(JSON.parse(calls[0]?.body ?? '')).toEqual({
      broadcast_list: TO,
      min_api_version: 1,
      sender: { name: 'Shop' },
      tracking_data: `broadcast:${news.id}`,
      type: 'text',
      text: 'Open today replace_me_with_user_name',
    });
    expect(BroadcastMessage.safeParse(wire.body).error).toBeUndefined();
  });

  it('tells of each recipient what became of the message, and why', async () => {
    const outcomes = await sendTo(`{"message_token":6130482957716211604,"status":0,"status_message":"ok",
      "failed_list":[{"receiver":"idC==","status":5,"status_message":"Not found"},
                     {"receiver":"idB==","status":6,"status_message":"Not subscribed"},
                     {"receiver":"a stranger","status":6}]}`);

    expect(outcomes).toMatchObject([
      { kind: 'accepted', recipientExternalId: 'idA==', externalId: '6130482957716211604:idA==' },
      {
        kind: 'refused',
        recipientExternalId: 'idB==',
        error: {
          kind: 'rejected',
          facts: { cause: 'opted-out', platformCode: '6', platformMessage: 'Not subscribed' },
        },
      },
      {
        kind: 'refused',
        recipientExternalId: 'idC==',
        error: { kind: 'rejected', facts: { cause: 'gone' } },
      },
    ]);
  });

  it('lets every receipt find its recipient, though all have one token', async () => {
    const outcomes = await sendTo('{"message_token":6130482957716211604,"status":0,"failed_list":[]}');
    const ids = outcomes.map((outcome) => (outcome.kind === 'accepted' ? outcome.externalId : null));

    const targets = TO.map((user) => {
      const receipt = `{"event":"seen","message_token":6130482957716211604,"user_id":"${user}"}`;
      return viber.webhook
        ?.parse(bytesOf(receipt), { externalId: null, username: null, settings: {} })
        .events.map(({ event }) => (event.kind === 'receipt' ? event.target : null));
    });

    expect(new Set(ids).size).toBe(3);
    expect(targets).toEqual(ids.map((externalId) => [{ externalId }]));
  });

  it('counts "failed with status 0" as no failure', async () => {
    const outcomes = await sendTo(
      '{"message_token":1,"status":0,"failed_list":[{"receiver":"idA==","status":0}]}',
    );

    expect(outcomes.map(({ kind }) => kind)).toEqual(['accepted', 'accepted', 'accepted']);
  });

  it.each([
    ['{"status":20,"status_message":"broadcastNotAllowed"}', 'rejected', '20'],
    ['{"status":12,"status_message":"tooManyRequests"}', 'throttled', '12'],
    ['{"status":0}', 'indeterminate', 'answer:no-message-token'],
    ['{"status":0,"message_token":1,"failed_list":[{"status":6}]}', 'indeterminate', 'answer:malformed'],
    ['{"status":0,"message_token":1,"failed_list":{"idA==":6}}', 'indeterminate', 'answer:malformed'],
  ])(
    'fails as a whole when nothing can be told of its recipients: %s',
    async (answer, kind, platformCode) => {
      expect(await channelErrorOf(sendTo(answer))).toMatchObject({ kind, facts: { platformCode } });
    },
  );

  it('that is too much concerns the account, not one of its recipients', async () => {
    expect((await channelErrorOf(sendTo('{"status":12}'))).facts.throttles).toBe('account');
  });

  it.each([0, 301])('has no %d recipients', (count) => {
    const to = Array.from({ length: count }, (_, index) => `id${index}`);

    expect(problemsOf(viber.broadcast?.render({ ...news, recipients: to }))).toHaveLength(1);
  });

  it('of 300 recipients is one request', () => {
    const to = Array.from({ length: 300 }, (_, index) => `id${index}`);

    expect(requestsOf(viber.broadcast?.render({ ...news, recipients: to }))).toHaveLength(1);
  });

  it('is not sent under no name', () => {
    expect(problemsOf(viber.broadcast?.render({ ...news, publicCredentials: {} }))).toHaveLength(1);
  });
});
