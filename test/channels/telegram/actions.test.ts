import { describe, expect, it } from 'vitest';
import {
  acknowledge,
  deleteMessage,
  markRead,
  react,
  startTyping,
} from '../../../src/channels/telegram/actions.ts';
import { parseUpdate } from '../../../src/channels/telegram/parse.ts';
import { poll } from '../../../src/channels/telegram/polling.ts';
import type { Part } from '../../../src/core/model/part.ts';
import { channelErrorOf, startScene } from './scene.ts';

const hello: Part = { type: 'text', text: 'Hello' };

async function startWithMessage(part: Part = hello) {
  const scene = await startScene();
  const [receipt] = await scene.sends([part]);
  const target = {
    recipientExternalId: String(scene.ada.id),
    messageExternalId: receipt?.externalIds[0] ?? '',
  };
  return { ...scene, target, context: scene.contextWith() };
}

describe('a deletion', () => {
  it('takes the message away, and may be repeated', async () => {
    const { ada, target, context } = await startWithMessage();

    await deleteMessage(target, context);
    await deleteMessage(target, context);

    expect(ada.inbox.messages).toEqual([]);
  });
});

describe('a deletion in the chat of a business account', () => {
  it('takes our message away and no other, and may be repeated', async () => {
    const { telegram, context, sends } = await startWithMessage();
    const carl = telegram.customer('Carl');
    const business = String(telegram.customer('Olga').does({ do: 'connectBusiness' }).facts.connectionId);
    const { messageId } = carl.writes('Are you open?', { business });
    const recipientExternalId = `${business}:${carl.id}`;
    const [answered] = await sends([hello], { to: recipientExternalId });
    const target = { recipientExternalId, messageExternalId: answered?.externalIds[0] ?? '' };

    await deleteMessage({ ...target, messageExternalId: `${recipientExternalId}:${messageId}` }, context);
    expect(carl.inbox.messages).toHaveLength(1);
    await deleteMessage(target, context);
    await deleteMessage(target, context);

    expect(carl.inbox.messages).toEqual([]);
  });
});

describe('a reaction', () => {
  it('is shown, and taken back by an empty set', async () => {
    const { ada, context, target } = await startWithMessage();
    const { messageId } = ada.writes('thanks');
    const theirs = { ...target, messageExternalId: `${ada.id}:${messageId}` };

    await react(theirs, ['👍'], context);
    await react(theirs, [], context);

    const shown = ada.inbox.events.filter((event) => event.kind === 'reaction');
    expect(shown.map(({ reaction }) => reaction)).toEqual([[{ type: 'emoji', emoji: '👍' }], []]);
  });
});

describe('small signs', () => {
  it('show that we are typing', async () => {
    const { ada, context } = await startWithMessage();

    await startTyping(String(ada.id), context);

    expect(ada.inbox.events.at(-1)).toMatchObject({ kind: 'action', action: 'typing' });
  });

  it('show the customer of a business account that we have read', async () => {
    const { telegram, context } = await startWithMessage();
    const customer = telegram.customer('Carl');
    const { facts } = telegram.customer('Olga').does({ do: 'connectBusiness' });
    const business = String(facts.connectionId);
    const { messageId } = customer.writes('Are you open?', { business });
    const recipientExternalId = `${business}:${customer.id}`;

    await markRead(
      { recipientExternalId, messageExternalId: `${recipientExternalId}:${messageId}` },
      context,
    );

    expect(customer.inbox.events).toMatchObject([{ kind: 'read', messageId }]);
  });

  it('leave alone what bots read in silence: their own chats, and taps', async () => {
    const { telegram, target, context } = await startWithMessage();
    const called = telegram.requests.since(0).length;

    await markRead(target, context);
    await markRead({ ...target, messageExternalId: 'callback:4382' }, context);

    expect(telegram.requests.since(0)).toHaveLength(called);
  });

  it('answer a tap, and do not mind that it is too late', async () => {
    const { ada, context, contextWith } = await startWithMessage({
      type: 'choice',
      style: 'buttons',
      text: '?',
      options: [{ action: 'reply', payload: 'p:1', title: 'One' }],
    });
    ada.taps('One');
    const { bodies } = await poll(null, contextWith());
    const tap = parseUpdate(bodies.at(-1) ?? new Uint8Array(), {
      externalId: null,
      username: null,
      settings: {},
    }).events[0]?.event;
    const acknowledgement = tap?.kind === 'message' ? tap.acknowledgement : undefined;

    await acknowledge(acknowledgement ?? '', context);
    await acknowledge('404404404', context);

    expect(tap).toMatchObject({ parts: [{ type: 'choice-reply', payload: 'p:1', title: 'One' }] });
    expect(ada.inbox.events.at(-1)).toMatchObject({ kind: 'tap-answer' });
  });

  it('are refused for places that are none of Telegram', async () => {
    const { context, target } = await startWithMessage();
    const nowhere = { ...target, messageExternalId: 'callback:12x' };

    expect((await channelErrorOf(startTyping('somebody', context))).facts.cause).toBe('not-found');
    expect((await channelErrorOf(react(nowhere, ['👍'], context))).facts.cause).toBe('not-found');
  });
});
