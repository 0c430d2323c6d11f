import type { SenderFacts } from '../../core/channel/index.ts';
import { displayName } from '../shared/display-name.ts';
import { omitUndefined } from '../shared/omit-undefined.ts';
import { toFeature } from './api-version.ts';
import type { User } from './payload.ts';

export function person({ id, name, avatar, country, language, api_version }: User): SenderFacts {
  return omitUndefined({
    externalId: id,
    displayName: displayName(name),
    locale: localeOf(language),
    country: country !== undefined && COUNTRY.test(country) ? country.toUpperCase() : undefined,
    avatarUrl: avatar !== undefined && WEB_ADDRESS.test(avatar) ? avatar : undefined,
    deviceFeatures: api_version === undefined ? undefined : [toFeature(api_version)],
  });
}

/** A group is one identity in which many speak: another conversation than any of theirs with the bot. */
export function group(chatId: string, speaker: User): SenderFacts {
  return {
    externalId: chatId,
    identityKind: 'GROUP',
    participant: omitUndefined({ externalId: speaker.id, displayName: displayName(speaker.name) }),
  };
}

const COUNTRY = /^[a-z]{2}$/iu;
const WEB_ADDRESS = /^https?:\/\//iu;
const LANGUAGE = /^[a-z]{2,3}(?:[-_][a-z0-9]{2,8}){0,3}$/iu;

/** `uk`, `pt-BR`; some devices write `pt_BR`. */
function localeOf(language: string | undefined): string | undefined {
  return language !== undefined && LANGUAGE.test(language) ? language.replaceAll('_', '-') : undefined;
}
