import { describe, expect, it } from 'vitest';
import { markRead, react, startTyping } from '../../../src/channels/whatsapp/actions.ts';
import { PHONE, USER_ID } from './outbound.ts';
import { channelErrorOf, startScriptedGraph } from './scripted-graph.ts';

const yes = { '': { body: { success: true } } };
const target = { recipientExternalId: PHONE, messageExternalId: 'wamid.IN1' };

describe('reacting', () => {
  it.each([
    ['shows an emoji', ['👍'], '👍'],
    ['takes it back', [], ''],
  ])('%s', async (_, emojis, emoji) => {
    const { calls, context } = await startScriptedGraph(yes);

    await react(target, emojis, context);

    expect(calls[0]).toMatchObject({
      operation: 'POST /v26.0/118826403377915/messages',
      body: { to: PHONE, type: 'reaction', reaction: { message_id: 'wamid.IN1', emoji } },
    });
  });

  it('names a person by their business-scoped id as a recipient', async () => {
    const { calls, context } = await startScriptedGraph(yes);

    await react({ ...target, recipientExternalId: USER_ID }, ['👍'], context);

    expect(calls[0]?.body).toMatchObject({ recipient: USER_ID });
    expect(calls[0]?.body).not.toHaveProperty('to');
  });
});

describe('showing what happens here', () => {
  it('marks a message as read', async () => {
    const { calls, context } = await startScriptedGraph(yes);

    await markRead(target, context);

    expect(calls[0]?.body).toEqual({
      messaging_product: 'whatsapp',
      status: 'read',
      message_id: 'wamid.IN1',
    });
  });

  it('shows typing in answer to the last message', async () => {
    const { calls, context } = await startScriptedGraph(yes);

    await startTyping(PHONE, context, 'wamid.IN1');

    expect(calls[0]?.body).toMatchObject({ message_id: 'wamid.IN1', typing_indicator: { type: 'text' } });
  });

  it.each([null, undefined])('shows no typing where there is nothing to answer (%s)', async (last) => {
    const { calls, context } = await startScriptedGraph(yes);

    const error = await channelErrorOf(startTyping(PHONE, context, last));

    expect(error.kind).toBe('rejected');
    expect(calls).toHaveLength(0);
  });

  it('may be tried again when nobody knows what became of it', async () => {
    const { context } = await startScriptedGraph({ '': { body: 'cut' } });

    expect((await channelErrorOf(markRead(target, context))).kind).toBe('unavailable');
  });
});
