import * as z from 'zod';
import { type AccountContext, ChannelError, type ProfileFacts } from '../../core/channel/index.ts';
import { displayName } from '../shared/display-name.ts';
import { callGraphRepeatably } from '../shared/meta-graph.ts';
import { omitUndefined } from '../shared/omit-undefined.ts';
import { graphOf } from './graph.ts';
import { toRecipient } from './keys.ts';
import { optional, Word } from './payload.ts';

const Profile = z.object({
  first_name: optional(Word),
  last_name: optional(Word),
  profile_pic: optional(Word),
});

/**
 * Webhooks name nobody: only this tells what a contact is called. Many have no profile to read: without Meta's
 * approval, in some countries, or by their own choice.
 */
export async function fetchProfile(
  externalId: string,
  context: AccountContext,
): Promise<ProfileFacts | null> {
  const { id } = toRecipient(externalId);
  if (id === undefined) return null;
  const answer = await ask(id, context);
  if (answer === null) return null;
  const { first_name, last_name, profile_pic } = Profile.safeParse(answer).data ?? {};
  return omitUndefined({
    displayName: displayName(first_name, last_name),
    avatarUrl: profile_pic,
  });
}

async function ask(id: string, context: AccountContext): Promise<unknown> {
  try {
    return await callGraphRepeatably(
      {
        method: 'GET',
        path: encodeURIComponent(id),
        query: { fields: 'first_name,last_name,profile_pic' },
      },
      graphOf(context),
      context,
    );
  } catch (error) {
    if (isNotForUs(error)) return null;
    throw error;
  }
}

/** A profile that we may not read is no failure of the account's credentials. */
function isNotForUs(error: unknown): boolean {
  if (!(error instanceof ChannelError)) return false;
  const { kind, facts } = error;
  return kind === 'rejected' || (kind === 'unauthorized' && facts.cause === 'not-permitted');
}
