import type { StoredFile } from '../files/file-store.ts';
import { findMediaFile, type LinkedFile } from '../files/media-reference.ts';
import { type Answer, type GraphRefusal, granted, isRefusal, refused, wrongValue } from '../graph/answer.ts';
import { newMessageId, threadOf } from '../people/people.ts';
import type { BusinessNumber, StoredMessage, Thread, Wire, World } from '../state.ts';
import {
  type FilledTemplate,
  fillTemplate,
  type TemplateMessage,
  templateMessageSchema,
} from '../templates/fill-template.ts';
import { findTemplate, type StoredTemplate } from '../templates/stored-template.ts';
import { checkPace } from './check-pace.ts';
import { readContent } from './content-schemas.ts';
import { deliverLater, failLater } from './deliver-message.ts';
import { type Envelope, findRecipient, type Recipient, readEnvelope } from './envelope.ts';
import { lateObjection } from './late-objection.ts';

/** A template with its values, and what it is filled from. */
export interface UsedTemplate {
  readonly template: StoredTemplate;
  readonly filled: FilledTemplate;
}

/** `POST /{phone-number-id}/messages` for everything but read marks. */
export async function sendMessage(
  world: World,
  number: BusinessNumber,
  body: Wire,
  isMarketingApi: boolean,
): Promise<Answer> {
  const envelope = readEnvelope(body);
  if (isRefusal(envelope)) return envelope;
  const recipient = findRecipient(world, number, envelope);
  if (isRefusal(recipient)) return recipient;
  const tooFast = checkPace(world, number, recipient.person);
  if (tooFast !== null) return tooFast;
  const read = readContent(envelope.type, body[envelope.type]);
  if (isRefusal(read)) return read;
  const used = useTemplate(number, envelope, read.content, recipient);
  if (isRefusal(used)) return used;
  if (isMarketingApi && used?.template.draft.category !== 'MARKETING') {
    return refused(134100, 'Only marketing messages supported', 'Only marketing templates are taken here.');
  }
  if (envelope.type === 'reaction') return react(world, number, recipient, read.content);
  const file = await findMediaFile(world, number, envelope.type, read.content, used?.filled ?? null);
  if (isRefusal(file)) return file;
  return accept(world, number, recipient, { envelope, content: read.content, used, file });
}

interface Accepted {
  readonly envelope: Envelope;
  readonly content: unknown;
  readonly used: UsedTemplate | null;
  readonly file: LinkedFile | StoredFile | null;
}

function accept(
  world: World,
  number: BusinessNumber,
  recipient: Recipient,
  { envelope, content, used, file }: Accepted,
): Answer {
  const message: StoredMessage = {
    id: newMessageId(world),
    isFromBusiness: true,
    sentAtMs: world.time.nowMs(),
    type: envelope.type,
    content,
    replyToId: envelope.context?.message_id ?? null,
    callbackData: envelope.biz_opaque_callback_data ?? null,
    category: used?.template.draft.category.toLowerCase() ?? 'service',
    template: used?.template ?? null,
    progress: 'accepted',
  };
  const thread = recipient.person === null ? null : threadOf(world, number, recipient.person);
  const objection = lateObjection(world, thread, message, file);
  if (objection !== null && objection.code === 131047 && world.settings.closedWindow === 'answer') {
    return refused(objection.code, objection.title, objection.details);
  }
  if (thread === null || objection !== null) {
    failLater(world, { number, recipient: String(recipient.contact.wa_id ?? '') }, message, objection);
  } else {
    thread.messages.set(message.id, message);
    const stored = file !== null && 'bytes' in file ? file : null;
    deliverLater(world, thread, message, { file: stored, filled: used?.filled ?? null });
  }
  return granted({
    messaging_product: 'whatsapp',
    contacts: [recipient.contact],
    messages: [{ id: message.id, ...(used !== null && { message_status: 'accepted' }) }],
  });
}

function useTemplate(
  { business }: BusinessNumber,
  { type }: Envelope,
  content: unknown,
  { isByPhone }: Recipient,
): UsedTemplate | GraphRefusal | null {
  if (type !== 'template') return null;
  const message: TemplateMessage = templateMessageSchema.parse(content);
  const { name } = message;
  const language = message.language.code;
  const template = findTemplate(business, { name, language });
  if (template?.status === 'PAUSED') return refused(132015, 'Template is paused', `${name} is paused.`);
  if (template?.status === 'DISABLED') return refused(132016, 'Template is disabled', `${name} is disabled.`);
  if (template === null || template.status !== 'APPROVED') {
    const details = `template name (${name}) does not exist in ${language}`;
    return refused(132001, 'Template name does not exist in the translation', details, { status: 404 });
  }
  if (template.draft.category === 'AUTHENTICATION' && !isByPhone) {
    return refused(131062, 'Recipient not supported', 'Authentication templates need a phone number.');
  }
  const filled = fillTemplate(template, message);
  return isRefusal(filled) ? filled : { template, filled };
}

const REACTABLE_MS = 30 * 24 * 60 * 60 * 1000;

function react(world: World, number: BusinessNumber, recipient: Recipient, content: unknown): Answer {
  const { message_id, emoji } = Object(content) as { message_id: string; emoji: string };
  const thread: Thread | null = recipient.person === null ? null : threadOf(world, number, recipient.person);
  const target = thread?.messages.get(message_id);
  if (thread === null || target === undefined || target.sentAtMs < world.time.nowMs() - REACTABLE_MS) {
    return wrongValue('The message to react to does not exist or is older than 30 days.');
  }
  thread.person.inbox.add({
    kind: 'reaction',
    messageId: message_id,
    emoji,
    at: world.time.now(),
    from: number.phone,
  });
  return granted({
    messaging_product: 'whatsapp',
    contacts: [recipient.contact],
    messages: [{ id: newMessageId(world) }],
  });
}
