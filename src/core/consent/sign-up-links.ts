import type { ChannelRegistry } from '../channel/index.ts';
import type { ChannelAccountId } from '../model/ids.ts';
import type { ChannelAccount, Topic } from '../store/rows.ts';
import { signUpRefFrom } from './topic-terms.ts';

/** A link that opens a chat with one account and begins the sign-up to a topic. */
export interface SignUpLink {
  readonly channelAccountId: ChannelAccountId;
  readonly url: string;
}

type LinkedAccount = Pick<ChannelAccount, 'id' | 'channel' | 'externalId' | 'name' | 'username' | 'status'>;

/**
 * One for each active account that links can lead to.
 *
 * @param source  Where the link is put up; comes back with whoever follows it. Null: it is not told.
 * @returns null for a source that a link can not carry.
 */
export function signUpLinks(
  channels: ChannelRegistry,
  accounts: readonly LinkedAccount[],
  { signUpRef }: Pick<Topic, 'signUpRef'>,
  source: string | null,
): readonly SignUpLink[] | null {
  const ref = signUpRef === null ? null : signUpRefFrom(signUpRef, source);
  if (ref === null) return signUpRef === null ? [] : null;
  return accounts.flatMap(({ id, channel, externalId, name, username, status }) => {
    const adapter = channels.find(channel);
    if (adapter?.deepLink === undefined || externalId === null || status !== 'ACTIVE') return [];
    try {
      return [
        { channelAccountId: id, url: adapter.deepLink({ externalId, displayName: name, username }, ref) },
      ];
    } catch {
      // An account without a public name has no link.
      return [];
    }
  });
}
