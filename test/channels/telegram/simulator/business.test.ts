import { describe, expect, it } from 'vitest';
import { granted, refusal, startScene } from './bot-client.ts';

const DAY_MS = 86_400_000;

/** A customer has written to the business account of an owner whom the bot works for. */
async function startBusiness() {
  const scene = await startScene();
  const owner = scene.telegram.customer('Olga');
  const customer = scene.telegram.customer('Carl');
  const business = String(owner.does({ do: 'connectBusiness' }).facts.connectionId);
  const { messageId } = customer.writes('Are you open?', { business });
  const target = { business_connection_id: business, chat_id: customer.id };
  return { ...scene, owner, customer, business, messageId, target };
}

describe('a bot that works for a business account', () => {
  it('hears of the connection and of both sides of the chat', async () => {
    const { owner, customer, business, updates } = await startBusiness();

    owner.writes('Yes', { business, chatWith: customer.id });

    expect((await updates()).slice(1)).toMatchObject([
      {
        business_connection: {
          id: business,
          user: { id: owner.id },
          is_enabled: true,
          rights: { can_reply: true },
        },
      },
      {
        business_message: {
          business_connection_id: business,
          chat: { id: customer.id },
          from: { id: customer.id },
        },
      },
      {
        business_message: {
          business_connection_id: business,
          chat: { id: customer.id },
          from: { id: owner.id },
        },
      },
    ]);
  });

  it('hears of edits and deletions there', async () => {
    const { customer, business, messageId, updates } = await startBusiness();

    customer.does({ do: 'edit', business, messageId, text: 'Are you open today?' });
    customer.does({ do: 'delete', business, messageIds: [messageId] });

    expect((await updates()).slice(3)).toMatchObject([
      { edited_business_message: { message_id: messageId, text: 'Are you open today?' } },
      { deleted_business_messages: { business_connection_id: business, message_ids: [messageId] } },
    ]);
  });

  it('writes as the owner, and sees its own message marked as its own', async () => {
    const { bot, owner, customer, target, call, updates } = await startBusiness();

    const reply = await call('sendMessage', { ...target, text: 'Until six' });

    expect(reply.body).toMatchObject({
      result: { from: { id: owner.id }, sender_business_bot: { id: bot.user.id }, text: 'Until six' },
    });
    expect(customer.inbox.messages).toMatchObject([{ text: 'Until six' }]);
    expect((await updates()).at(-1)).toMatchObject({
      business_message: { text: 'Until six', sender_business_bot: { id: bot.user.id } },
    });
  });

  it('answers for 24 hours after the customer wrote', async () => {
    const { telegram, customer, business, target, call } = await startBusiness();
    const send = () => call('sendMessage', { ...target, text: 'Until six' });

    telegram.time.advance(DAY_MS - 1000);
    const inTime = await send();
    telegram.time.advance(2000);
    const tooLate = await send();
    customer.writes('Still there?', { business });
    const again = await send();

    expect([inTime.status, again.status]).toEqual([200, 200]);
    expect(tooLate).toEqual(refusal(400, 'Bad Request: BUSINESS_PEER_INVALID'));
  });

  it('gives read receipts', async () => {
    const { customer, messageId, target, call } = await startBusiness();

    const reply = await call('readBusinessMessage', { ...target, message_id: messageId });

    expect(reply).toEqual(granted(true));
    expect(customer.inbox.events).toMatchObject([{ kind: 'read', messageId }]);
  });

  it.each`
    case                            | change                  | description
    ${'without the right to reply'} | ${{ canReply: false }}  | ${'Bad Request: not enough rights to send messages on behalf of the business account'}
    ${'after it was disconnected'}  | ${{ isEnabled: false }} | ${'Bad Request: business connection not found'}
  `('refuses to send $case', async ({ change, description }) => {
    const { owner, target, call, updates } = await startBusiness();

    owner.does({ do: 'connectBusiness', ...change });
    const reply = await call('sendMessage', { ...target, text: 'Until six' });

    expect(reply).toEqual(refusal(400, description));
    expect((await updates()).at(-1)).toHaveProperty('business_connection');
  });

  it('does not reach the customer outside of the connection', async () => {
    const { customer, call } = await startBusiness();

    const reply = await call('sendMessage', { chat_id: customer.id, text: 'Psst' });

    expect(reply).toEqual(refusal(403, "Forbidden: bot can't initiate conversation with a user"));
  });
});
