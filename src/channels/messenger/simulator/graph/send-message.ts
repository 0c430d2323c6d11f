import { z } from 'zod';
import { URL_SAFE } from '../../../shared/simulator/random.ts';
import { shownMessage } from '../people/shown-message.ts';
import { HUMAN_WINDOW_MS, WINDOW_MS } from '../settings.ts';
import type { Page, StoredMessage, Thread, World } from '../state.ts';
import { raise } from '../webhooks/raise.ts';
import { fetchAttachment } from './attachments.ts';
import {
  actionSchema,
  isRetiredTag,
  type SendCall,
  type SenderAction,
  sendSchema,
} from './message-schema.ts';
import { isRefusal, type Parameters } from './parameters.ts';
import { type Refusal, refusals } from './refusal.ts';

/** `POST /{page}/messages`: a message, or one of the things that a Page does without words. */
export async function postMessage(
  world: World,
  page: Page,
  { values }: Parameters,
): Promise<object | Refusal> {
  if ('message' in values && 'sender_action' in values) return refusals.messageAndAction;
  if (isRetiredTag(values.tag)) return refusals.retiredTag;
  if ('sender_action' in values) {
    const action = actionSchema.safeParse(values);
    return action.success ? act(world, page, action.data) : refusals.invalid(z.prettifyError(action.error));
  }
  const call = sendSchema.safeParse(values);
  return call.success ? send(world, page, call.data) : refusals.invalid(z.prettifyError(call.error));
}

async function send(world: World, page: Page, call: SendCall): Promise<object | Refusal> {
  const thread = findThread(page, call.recipient);
  if (thread === null) return refusals.noUser;
  const objection = objectionTo(world, thread, call);
  if (objection !== null) return objection;
  const { attachment } = call.message;
  const isFilm = attachment?.type === 'audio' || attachment?.type === 'video';
  const nowMs = world.time.nowMs();
  if (page.sending.messages.waitMs(1, nowMs) > 0) return refusals.tooFast;
  if (isFilm && page.sending.films.waitMs(1, nowMs) > 0) return refusals.tooFast;
  const file = await fileOf(world, page, call.message);
  if (isRefusal(file)) return file;
  page.sending.messages.take(1, nowMs);
  if (isFilm) page.sending.films.take(1, nowMs);

  const stored: StoredMessage = {
    mid: `m_${world.random.characters(URL_SAFE, 60)}`,
    isFromPage: true,
    sentAtMs: world.time.nowMs(),
    content: call.message,
  };
  thread.messages.push(stored);
  thread.person.inbox.add({
    kind: 'message',
    at: world.time.now(),
    page: page.id,
    message: shownMessage(stored, { call, file }),
  });
  raise(world, thread, 'message', echoOf(world, stored, call), { isFromPage: true, isEcho: true });
  raise(world, thread, 'delivery', { mids: [stored.mid], watermark: stored.sentAtMs });
  return 'id' in call.recipient
    ? { recipient_id: thread.psid, message_id: stored.mid }
    : { message_id: stored.mid };
}

/** Marks of ticked boxes are taken in form only: nobody here ticks boxes. */
function findThread(page: Page, recipient: SendCall['recipient']): Thread | null {
  return 'id' in recipient ? (page.threads.get(recipient.id) ?? null) : null;
}

function objectionTo(world: World, thread: Thread, call: SendCall): Refusal | null {
  const { page } = thread;
  if (page.isRestricted) return refusals.restricted;
  if (thread.isBlocked) return refusals.away;
  if (thread.ownerAppId !== null && thread.ownerAppId !== world.app.id) return refusals.otherOwner;
  if (call.persona_id !== undefined && !page.personas.has(call.persona_id)) {
    return refusals.invalid('There is no such persona.');
  }
  const { template } = call.message;
  if (template !== undefined) {
    const isInItsLane = call.messaging_type === 'UTILITY';
    if (!isInItsLane) return refusals.invalid('A template needs the messaging_type UTILITY.');
    return page.templates.has(template.name) ? null : refusals.invalid('There is no such template.');
  }
  if (call.messaging_type === 'UTILITY') return refusals.invalid('UTILITY needs a template.');
  return objectionToLane(world, thread, call);
}

function objectionToLane(world: World, { page, lastActionAtMs }: Thread, call: SendCall): Refusal | null {
  const silentMs = world.time.nowMs() - (lastActionAtMs ?? Number.NEGATIVE_INFINITY);
  if (call.messaging_type !== 'MESSAGE_TAG') return silentMs < WINDOW_MS ? null : refusals.outsideWindow;
  if (call.tag === undefined) return refusals.invalid('MESSAGE_TAG needs a tag.');
  if (call.tag === 'NON_PROMOTIONAL_SUBSCRIPTION') return page.isNewsPage ? null : refusals.notNewsPage;
  if (call.tag === 'HUMAN_AGENT' && !page.hasHumanAgent) return refusals.noHumanAgent;
  return silentMs < HUMAN_WINDOW_MS ? null : refusals.outsideWindow;
}

async function fileOf(world: World, page: Page, { attachment }: SendCall['message']) {
  if (attachment === undefined) return null;
  if (attachment.type !== 'template')
    return fetchAttachment(world, page, attachment.type, attachment.payload);
  if (attachment.payload.template_type !== 'media') return null;
  const [{ media_type, attachment_id }] = attachment.payload.elements;
  return fetchAttachment(world, page, media_type, { attachment_id });
}

function echoOf(world: World, { mid }: StoredMessage, { message }: SendCall): object {
  const { text, attachment, metadata } = message;
  return {
    mid,
    is_echo: true,
    app_id: Number(world.app.id),
    ...(metadata !== undefined && { metadata }),
    ...(text !== undefined && { text }),
    ...(attachment !== undefined && { attachments: [attachment] }),
  };
}

function act(world: World, page: Page, action: SenderAction): object | Refusal {
  const thread = findThread(page, action.recipient);
  if (thread === null) return refusals.noUser;
  if (thread.isBlocked) return refusals.away;
  const { inbox } = thread.person;
  const common = { at: world.time.now(), page: page.id };
  const { sender_action: name, payload } = action;
  if (name === 'mark_seen') inbox.add({ ...common, kind: 'seen' });
  else if (name === 'react' || name === 'unreact') {
    const isThere = thread.messages.some(({ mid }) => mid === payload?.message_id);
    if (payload === undefined || !isThere) return refusals.invalid('There is no such message.');
    if (name === 'react' && payload.reaction === undefined) return refusals.invalid('A reaction is needed.');
    const emoji = name === 'react' ? (payload.reaction ?? null) : null;
    inbox.add({ ...common, kind: 'reaction', mid: payload.message_id, emoji });
  } else inbox.add({ ...common, kind: 'typing', isTyping: name === 'typing_on' });
  return { recipient_id: thread.psid };
}
