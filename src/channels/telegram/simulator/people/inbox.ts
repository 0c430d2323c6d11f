import {
  createWatchableList,
  type Pick,
  type WaitOptions,
  type WatchableList,
} from '../../../shared/simulator/watchable-list.ts';
import type { WireReaction } from '../wire.ts';
import type { ReceivedMessage } from './received-message.ts';

/** What one person's Telegram app shows of bots, as it happens. */
export type InboxEvent = InboxFact & {
  readonly at: Date;
  readonly chatId: number;
  /** The bot's user name. */
  readonly bot: string;
};

export type InboxFact =
  | { readonly kind: 'message'; readonly message: ReceivedMessage }
  | { readonly kind: 'edit'; readonly message: ReceivedMessage }
  | { readonly kind: 'deletion'; readonly messageId: number }
  /** The bot's reaction as it is now; empty: taken back. */
  | { readonly kind: 'reaction'; readonly messageId: number; readonly reaction: readonly WireReaction[] }
  /** `typing`, `upload_photo` and the like. */
  | { readonly kind: 'action'; readonly action: string }
  /** The app's answer to a tap: a toast, an alert, a page that opens. */
  | {
      readonly kind: 'tap-answer';
      readonly text: string;
      readonly isAlert: boolean;
      readonly url: string | null;
    }
  /** A text that is still being written (`sendMessageDraft`). */
  | { readonly kind: 'draft'; readonly text: string }
  /** What the person wrote to a business account has been read up to this message. */
  | { readonly kind: 'read'; readonly messageId: number };

export interface Inbox {
  /** Everything that was shown, oldest first. */
  readonly events: readonly InboxEvent[];
  /** How many events there were ever: a position for `since` and `waitFor`. */
  readonly total: number;
  /** The messages that are to be seen now: edited ones as they read today, without deleted ones. */
  readonly messages: readonly ReceivedMessage[];
  add(event: InboxEvent): void;
  since(position: number): readonly InboxEvent[];
  /** As `WatchableList.waitFor`. */
  waitFor<Picked>(pick: Pick<InboxEvent, Picked>, options?: WaitOptions): Promise<Picked>;
  /**
   * The first message, present or coming, whose text or caption contains a text or matches an expression.
   *
   * @throws {WaitedInVain}
   */
  waitForMessage(text: string | RegExp, options?: WaitOptions): Promise<ReceivedMessage>;
}

export function createInbox(): Inbox {
  const list: WatchableList<InboxEvent> = createWatchableList(describe);
  return {
    get events() {
      return list.items;
    },
    get total() {
      return list.total;
    },
    get messages() {
      return presentMessages(list.items);
    },
    add: (event) => list.append(event),
    since: (position) => list.since(position),
    waitFor: (pick, options) => list.waitFor(pick, options),
    waitForMessage: (text, options) => list.waitFor((event) => messageIn(event, text), options),
  };
}

function messageIn(event: InboxEvent, text: string | RegExp): ReceivedMessage | null {
  if (event.kind !== 'message' && event.kind !== 'edit') return null;
  const written = event.message.text;
  const fits = typeof text === 'string' ? written.includes(text) : text.test(written);
  return fits ? event.message : null;
}

function presentMessages(events: readonly InboxEvent[]): ReceivedMessage[] {
  const messages = new Map<string, ReceivedMessage>();
  for (const event of events) {
    const key = (messageId: number) => `${event.bot}:${event.chatId}:${messageId}`;
    if (event.kind === 'message') messages.set(key(event.message.messageId), event.message);
    if (event.kind === 'edit' && messages.has(key(event.message.messageId))) {
      messages.set(key(event.message.messageId), event.message);
    }
    if (event.kind === 'deletion') messages.delete(key(event.messageId));
  }
  return [...messages.values()];
}

function describe(event: InboxEvent): string {
  const { at: _at, ...facts } = event;
  const shown = 'message' in facts ? { ...facts, message: facts.message.text } : facts;
  return JSON.stringify(shown);
}
