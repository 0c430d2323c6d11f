import type { EchoEvent } from '../channel/index.ts';
import { describeParts } from '../model/describe-parts.ts';
import type { MessageId } from '../model/ids.ts';
import { storableJson, storableText } from '../model/storable-text.ts';
import type { Queries } from '../store/database.ts';
import type { EventDraft } from '../store/event-log.ts';
import { insertEcho } from '../store/intake-echoes.ts';
import { insertPendingMedia } from '../store/media.ts';
import { isMessageOfAccount, lockMessageByExternalId } from '../store/message-lookup.ts';
import { ensureSender } from './ensure-sender.ts';
import { storableParts } from './intake-row.ts';
import type { ReceivingAccount } from './receiving-account.ts';
import { recordReceipt } from './record-status.ts';

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/iu;

/** What a colleague sent past us stands in the conversation too, once; an echo of our own message settles it. */
export async function recordEcho(
  queries: Queries,
  account: ReceivingAccount,
  event: EchoEvent,
  body: Uint8Array,
  receivedAt: Date,
): Promise<EventDraft[]> {
  const externalId = storableText(event.externalId);
  // The platform gives back what it was given, and others may have given it something too.
  const { correlationId } = event;
  const isOurs =
    correlationId !== undefined &&
    UUID.test(correlationId) &&
    (await isMessageOfAccount(queries, account.id, correlationId as MessageId));
  if (isOurs) {
    return recordReceipt(queries, {
      workspaceId: account.workspaceId,
      channelAccountId: account.id,
      receivedAt,
      event: {
        kind: 'receipt',
        status: 'SENT',
        target: { externalId },
        occurredAt: event.sentAt,
        correlationId,
      },
    });
  }
  const { identity, drafts } = await ensureSender(queries, account, event.recipient, receivedAt);
  // Asked under the identity's lock: of two copies at once, the later one sees the earlier.
  if ((await lockMessageByExternalId(queries, account.id, externalId, 'OUTBOUND')) !== null)
    return [...drafts];
  const replyTo = event.replyToExternalId === undefined ? null : storableText(event.replyToExternalId);
  const answered = replyTo === null ? null : await lockMessageByExternalId(queries, account.id, replyTo);
  const { parts, media } = storableParts(event.parts);
  const isLossy =
    storableJson(event.parts) !== event.parts || parts.some(({ type }) => type === 'unsupported');
  const { message, isNewConversation } = await insertEcho(queries, {
    identity,
    inboxId: account.inboxId,
    externalId,
    parts,
    preview: storableText(describeParts(parts)),
    raw: isLossy ? body : null,
    replyToExternalId: replyTo,
    replyToId: answered?.message.id ?? null,
    sentAt: event.sentAt ?? receivedAt,
    receivedAt,
  });
  await insertPendingMedia(queries, account, message.id, media, receivedAt);
  const subject = { conversationId: message.conversationId, contactId: identity.contactId };
  const opened: EventDraft[] = isNewConversation
    ? [{ type: 'CONVERSATION_CREATED', subject, occurredAt: receivedAt }]
    : [];
  return [
    ...drafts,
    ...opened,
    { type: 'MESSAGE_ECHOED', subject: { ...subject, messageId: message.id }, occurredAt: receivedAt },
  ];
}
