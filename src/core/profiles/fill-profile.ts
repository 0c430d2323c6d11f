import type { AccountContext, ChannelDefinition, ProfileFacts } from '../channel/index.ts';
import { commit } from '../inbox/commit.ts';
import type { Core } from '../inbox/core.ts';
import type { ContentStore, StoredContent } from '../media/content-store.ts';
import type { MediaId } from '../model/ids.ts';
import { storableText } from '../model/storable-text.ts';
import { insertStoredMedia } from '../store/media.ts';
import { newId } from '../store/new-id.ts';
import { fillContact, fillIdentity, type ProfileOwner } from '../store/profile-tasks.ts';

/** Of somebody's picture; larger ones are none. */
const MAX_AVATAR_BYTES = 2 * 1024 * 1024;

/** Writes down what a platform says about somebody, where nothing stands yet. */
export async function fillProfile(
  core: Core,
  contentStore: ContentStore,
  { identity, contact, account }: ProfileOwner,
  facts: ProfileFacts,
  adapter: Pick<ChannelDefinition, 'downloadMedia'>,
  context: AccountContext,
): Promise<void> {
  const { displayName, locale } = facts;
  const avatar =
    identity.avatarMediaId === null
      ? await copyAvatar(core, contentStore, () => readAvatar(facts, adapter, context), context)
      : null;
  const name = textOrNull(displayName);
  await commit(core, identity.workspaceId, async (queries) => {
    const now = core.clock.now();
    const avatarMediaId = avatar === null ? null : newId<MediaId>();
    if (avatar !== null && avatarMediaId !== null) {
      await insertStoredMedia(queries, {
        id: avatarMediaId,
        workspaceId: identity.workspaceId,
        channelAccountId: account.id,
        status: 'STORED',
        contentHash: avatar.hash,
        sizeBytes: avatar.sizeBytes,
        mimeType: avatar.mimeType,
        createdAt: now,
      });
    }
    const contactFacts = { name, locale: textOrNull(locale) };
    const hasFilledContact = await fillContact(queries, contact.id, contactFacts);
    const hasFilledIdentity = await fillIdentity(queries, identity.id, { displayName: name, avatarMediaId });
    if (!hasFilledContact && !hasFilledIdentity) return { result: null, events: [] };
    return {
      result: null,
      events: [
        {
          type: 'CONTACT_CHANGED',
          subject: { contactId: contact.id, identityId: identity.id, channelAccountId: account.id },
          occurredAt: now,
        },
      ],
    };
  });
}

/** What leads to a picture ends; what can not be copied at once is done without. */
async function copyAvatar(
  { log }: Pick<Core, 'log'>,
  contentStore: ContentStore,
  read: () => Promise<Uint8Array | null>,
  context: AccountContext,
): Promise<StoredContent | null> {
  try {
    const bytes = await read();
    if (bytes === null) return null;
    const stored = await contentStore.put(bytes);
    return stored.mimeType.startsWith('image/') ? stored : null;
  } catch (error) {
    log.warn({ error, accountId: context.accountId }, 'a contact’s picture could not be copied');
    return null;
  }
}

/** Null: the platform shows none, or one that is too large. */
async function readAvatar(
  { avatarUrl, avatarReference }: ProfileFacts,
  adapter: Pick<ChannelDefinition, 'downloadMedia'>,
  context: AccountContext,
): Promise<Uint8Array | null> {
  if (avatarReference !== undefined && adapter.downloadMedia !== undefined) {
    const { bytes } = await adapter.downloadMedia(avatarReference, context);
    return bytes.byteLength <= MAX_AVATAR_BYTES ? bytes : null;
  }
  if (avatarUrl === undefined) return null;
  return (await context.openMedia({ from: 'url', url: avatarUrl }, MAX_AVATAR_BYTES)).bytes;
}

const textOrNull = (text: string | undefined): string | null =>
  text === undefined || text.trim() === '' ? null : storableText(text);
