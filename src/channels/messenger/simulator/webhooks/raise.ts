import type { Page, Thread, World } from '../state.ts';
import { toWireJson } from './deliver.ts';

/** Which subscription an event belongs to. */
const FIELD_OF: Readonly<Record<string, string>> = {
  message: 'messages',
  message_edit: 'message_edits',
  reaction: 'message_reactions',
  postback: 'messaging_postbacks',
  delivery: 'message_deliveries',
  read: 'message_reads',
  optin: 'messaging_optins',
  referral: 'messaging_referrals',
  account_linking: 'messaging_account_linking',
  pass_thread_control: 'messaging_handovers',
  take_thread_control: 'messaging_handovers',
  request_thread_control: 'messaging_handovers',
  policy_enforcement: 'messaging_policy_enforcement',
  messaging_feedback: 'messaging_feedback',
  response_feedback: 'response_feedback',
};

/**
 * Tells the app of something that happened in a conversation, if app and Page are subscribed to it.
 *
 * @param kind  The key of the event, such as `message`.
 * @returns whether it is on its way.
 */
export function raise(
  world: World,
  thread: Thread,
  kind: string,
  content: object,
  facts: { readonly isFromPage?: boolean; readonly isEcho?: boolean; readonly more?: object } = {},
): boolean {
  const { page, psid, ownerAppId } = thread;
  const { isFromPage = false, isEcho = false, more = {} } = facts;
  const field = isEcho ? 'message_echoes' : (FIELD_OF[kind] ?? kind);
  const person = { id: psid };
  const own = { id: page.id };
  const event = {
    sender: isFromPage ? own : person,
    recipient: isFromPage ? person : own,
    timestamp: world.time.nowMs(),
    ...more,
    [kind]: content,
  };
  const isOthers = ownerAppId !== null && ownerAppId !== world.app.id;
  return raiseEntry(world, page, {
    field,
    kind: isEcho ? 'echo' : kind,
    lane: psid,
    entry: { [isOthers ? 'standby' : 'messaging']: [event] },
  });
}

/** The same for any entry of the Page. */
export function raiseEntry(
  world: World,
  page: Page,
  news: {
    /** The subscription that it needs. */
    readonly field: string;
    readonly kind: string;
    readonly lane: string;
    readonly entry: object;
  },
): boolean {
  const isWanted =
    world.app.webhook?.fields.has(news.field) === true && page.subscribedFields?.has(news.field) === true;
  if (!isWanted) return false;
  const body = { object: 'page', entry: [{ id: page.id, time: world.time.nowMs(), ...news.entry }] };
  page.events.add({
    lane: news.lane,
    kind: news.kind.toLowerCase(),
    body: toWireJson(body),
    raisedAtMs: world.time.nowMs(),
  });
  return true;
}
