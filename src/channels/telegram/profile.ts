import * as z from 'zod';
import { type AccountContext, ChannelError, type ProfileFacts } from '../../core/channel/index.ts';
import { callRepeatably } from './call-api.ts';
import { readIdentityId } from './keys.ts';
import { Photo } from './parse-media.ts';

const ProfilePhotos = z.object({ photos: z.array(Photo) });

/**
 * The picture of a person who writes to the bot. What they are called comes with every message, and Telegram tells no
 * number. Groups, and people in the chats of somebody else, are asked nothing.
 */
export async function fetchProfile(
  externalId: string,
  context: AccountContext,
): Promise<ProfileFacts | null> {
  const address = readIdentityId(externalId);
  const isPerson = address !== null && externalId === String(address.chatId) && address.chatId > 0;
  if (!isPerson) return null;
  const [picture] = await photosOf(address.chatId, context);
  // The address of a file holds the token, so the picture is named and never linked.
  return picture === undefined ? null : { avatarReference: picture.file_id };
}

async function photosOf(
  userId: number,
  context: AccountContext,
): Promise<z.infer<typeof ProfilePhotos>['photos']> {
  try {
    const answer = await callRepeatably('getUserProfilePhotos', { user_id: userId, limit: 1 }, context);
    const found = ProfilePhotos.safeParse(answer);
    if (found.success) return found.data.photos;
  } catch (error) {
    if (error instanceof ChannelError && error.kind === 'rejected') return [];
    throw error;
  }
  throw new ChannelError('unavailable', 'What Telegram answered about pictures can not be read.', {
    platformCode: 'answer:malformed',
  });
}
