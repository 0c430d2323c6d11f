import { type AccountContext, ChannelError, type ProfileFacts } from '../../core/channel/index.ts';
import { omitUndefined } from '../shared/omit-undefined.ts';
import { callRepeatably } from './call-api.ts';
import { person } from './parse-sender.ts';
import { UserDetails } from './payload.ts';

/** "Not on Viber any more" and "not subscribed": there is nothing that the bot may read. */
const NOTHING_TO_READ = ['5', '6'];

/** REST API, "Get user details": for each subscriber. Asked more often, Viber answers "too many requests". */
export const profileLimit = { times: 2, perMs: 12 * 60 * 60_000 } as const;

/** What a subscriber is called at present. */
export async function fetchProfile(
  externalId: string,
  context: AccountContext,
): Promise<ProfileFacts | null> {
  try {
    const details = UserDetails.safeParse(
      await callRepeatably('get_user_details', { id: externalId }, context),
    );
    if (!details.success) throw malformed('get_user_details');
    const { displayName, locale, avatarUrl } = person(details.data.user);
    return omitUndefined({ displayName, locale, avatarUrl });
  } catch (error) {
    const hasNothing = error instanceof ChannelError && NOTHING_TO_READ.includes(error.facts.platformCode);
    if (hasNothing) return null;
    throw error;
  }
}

/** Viber said "ok" to a question, and not what was asked. */
export function malformed(method: string): ChannelError {
  return new ChannelError('unavailable', `What Viber answered to ${method} can not be read.`, {
    platformCode: 'answer:malformed',
  });
}
