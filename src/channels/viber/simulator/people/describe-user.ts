import type { Chat, Webhook, World } from '../state.ts';

const PLACEHOLDER = 'Subscriber';

/** A person as bots are told of them: their name and picture only when the bot asked and the person allows it. */
export function describeUser(
  { media }: World,
  { userId, person }: Chat,
  { sendName, sendPhoto }: Pick<Webhook, 'sendName' | 'sendPhoto'>,
): object {
  const { hidesProfile } = person;
  return {
    id: userId,
    name: sendName && !hidesProfile ? person.name : PLACEHOLDER,
    ...(sendPhoto && !hidesProfile && { avatar: media.avatarUrl(userId) }),
    country: person.country,
    language: person.language,
    api_version: person.apiVersion,
  };
}
