import { DIGITS } from '../../../../shared/simulator/random.ts';
import { wireChat } from '../../chats/as-wire.ts';
import type { Scene } from './scene.ts';

/**
 * Plausible payloads of the kinds that no other action causes: payments, inline mode, boosts and what is newer. A
 * gateway for messages passes them over, so they need to look right and nothing more.
 */
export const SAMPLE_UPDATES: Readonly<Record<string, (scene: Scene) => object>> = {
  inline_query: ({ world, person }) => ({
    id: newId(world.random),
    from: person.user,
    query: 'cats',
    offset: '',
  }),
  chosen_inline_result: ({ person }) => ({ result_id: '1', from: person.user, query: 'cats' }),
  shipping_query: ({ world, person }) => ({
    id: newId(world.random),
    from: person.user,
    invoice_payload: 'order-1',
    shipping_address: {
      country_code: 'DE',
      state: '',
      city: 'Berlin',
      street_line1: 'Weg 1',
      street_line2: '',
      post_code: '10115',
    },
  }),
  pre_checkout_query: ({ world, person }) => ({
    id: newId(world.random),
    from: person.user,
    currency: 'EUR',
    total_amount: 1200,
    invoice_payload: 'order-1',
  }),
  purchased_paid_media: ({ person }) => ({ from: person.user, paid_media_payload: 'picture-1' }),
  guest_message: ({ world, person, chat }) => ({
    guest_query_id: newId(world.random),
    message_id: 1,
    date: world.time.unixSeconds(),
    chat: wireChat(world, chat),
    from: person.user,
    text: 'summoned',
  }),
  chat_boost: ({ world, chat, person }) => ({
    chat: wireChat(world, chat),
    boost: {
      boost_id: newId(world.random),
      add_date: world.time.unixSeconds(),
      expiration_date: world.time.unixSeconds() + 86_400,
      source: { source: 'premium', user: person.user },
    },
  }),
  removed_chat_boost: ({ world, chat, person }) => ({
    chat: wireChat(world, chat),
    boost_id: newId(world.random),
    remove_date: world.time.unixSeconds(),
    source: { source: 'premium', user: person.user },
  }),
  managed_bot: ({ person, bot }) => ({ user: person.user, bot: bot.user }),
  stopped_message_generation: ({ world, chat }) => ({ chat: wireChat(world, chat), draft_id: 1 }),
  subscription: ({ world, person }) => ({ id: newId(world.random), user: person.user, state: 'active' }),
};

function newId(random: Scene['world']['random']): string {
  return random.characters(DIGITS.slice(1), 17);
}
