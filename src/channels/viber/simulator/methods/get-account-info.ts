import type { Call } from './index.ts';

export function getAccountInfo({ bot }: Call): object {
  const chats = [...bot.chats.values()];
  return {
    id: bot.id,
    name: bot.name,
    uri: bot.uri,
    icon: '',
    background: '',
    category: 'Services',
    subcategory: 'Simulations',
    country: 'UA',
    webhook: bot.webhook?.url ?? '',
    event_types: [...(bot.webhook?.eventTypes ?? [])],
    subscribers_count: chats.filter(({ subscription }) => subscription === 'subscribed').length,
    members: [],
  };
}
