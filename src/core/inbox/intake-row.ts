import type { MessageEvent } from '../channel/index.ts';
import { describeParts } from '../model/describe-parts.ts';
import type { MediaId } from '../model/ids.ts';
import type { Part } from '../model/part.ts';
import { storableJson, storableText } from '../model/storable-text.ts';
import type { IntakeRow } from '../store/intake-messages.ts';
import { newId } from '../store/new-id.ts';
import type { ReceivingAccount } from './receiving-account.ts';
import { textOrNull, toIdentityFacts } from './sender-facts.ts';

export interface StorableParts {
  readonly parts: readonly Part[];
  /** Files that are still at the platform, to be fetched by themselves. */
  readonly media: IntakeRow['media'];
}

/** Parts as we store them: a file at the platform becomes one of ours that is on its way. */
export function storableParts(parts: readonly Part[]): StorableParts {
  const media: { id: MediaId; reference: string; file_name: string | null }[] = [];
  const stored = parts.map((part): Part => {
    if (part.type !== 'media' || part.source.from !== 'platform') return part;
    const mediaId = newId<MediaId>();
    media.push({ id: mediaId, reference: part.source.reference, file_name: part.fileName ?? null });
    return { ...part, source: { from: 'store', mediaId } };
  });
  return { parts: storableJson(stored), media: storableJson(media) };
}

/**
 * A new message as the store takes it.
 *
 * @param body  The raw bytes that it came in; kept where storing the message as text loses something.
 */
export function toIntakeRow(
  account: ReceivingAccount,
  event: MessageEvent,
  receivedAt: Date,
  body: Uint8Array,
): IntakeRow {
  const { parts, media } = storableParts(event.parts);
  const isLossy = storableJson(event) !== event || event.parts.some((part) => part.type === 'unsupported');
  const { sender } = event;
  const facts = toIdentityFacts(sender);
  return {
    workspace_id: account.workspaceId,
    account_id: account.id,
    inbox_id: account.inboxId,
    grace_ms: account.caseReopenGraceMs,
    sender: facts.externalId,
    aliases: facts.aliases,
    identity_kind: facts.kind,
    display_name: facts.displayName,
    username: facts.username,
    locale: facts.locale,
    country: facts.country,
    device_features: facts.deviceFeatures,
    author_name: textOrNull(sender.participant?.displayName),
    author_external_id: textOrNull(sender.participant?.externalId),
    external_id: storableText(event.externalId),
    album_key: textOrNull(event.album?.key),
    parts,
    preview: storableText(describeParts(parts)),
    raw: isLossy ? Buffer.from(body).toString('base64') : null,
    reply_to_external_id: textOrNull(event.replyToExternalId),
    quote: textOrNull(event.quote),
    is_forwarded: event.isForwarded ?? false,
    opens_window: event.opensWindow ?? true,
    sent_at: event.sentAt ?? receivedAt,
    received_at: receivedAt,
    media,
    message_id: newId(),
    new_contact_id: newId(),
    new_identity_id: newId(),
    new_conversation_id: newId(),
    new_case_id: newId(),
  };
}
