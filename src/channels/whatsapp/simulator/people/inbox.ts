import {
  createWatchableList,
  type Pick,
  type WaitOptions,
  type WatchableList,
} from '../../../shared/simulator/watchable-list.ts';
import type { ReceivedMessage } from './received-message.ts';

/** What one person's WhatsApp shows of businesses, as it happens. */
export type InboxEvent = InboxFact & {
  readonly at: Date;
  /** The business's number, in digits. */
  readonly from: string;
};

export type InboxFact =
  | { readonly kind: 'message'; readonly message: ReceivedMessage }
  /** The business's reaction as it is now; empty: taken back. */
  | { readonly kind: 'reaction'; readonly messageId: string; readonly emoji: string }
  /** What the person wrote has blue ticks, up to this message. */
  | { readonly kind: 'read'; readonly messageId: string }
  | { readonly kind: 'typing' };

export interface Inbox {
  /** Everything that was shown, oldest first. */
  readonly events: readonly InboxEvent[];
  /** How many events there were ever: a position for `since` and `waitFor`. */
  readonly total: number;
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
      return list.items.flatMap((event) => (event.kind === 'message' ? [event.message] : []));
    },
    add: (event) => list.append(event),
    since: (position) => list.since(position),
    waitFor: (pick, options) => list.waitFor(pick, options),
    waitForMessage: (text, options) => list.waitFor((event) => messageIn(event, text), options),
  };
}

function messageIn(event: InboxEvent, text: string | RegExp): ReceivedMessage | null {
  if (event.kind !== 'message') return null;
  const written = event.message.text;
  const fits = typeof text === 'string' ? written.includes(text) : text.test(written);
  return fits ? event.message : null;
}

function describe(event: InboxEvent): string {
  return JSON.stringify('message' in event ? { ...event, message: event.message.text } : event);
}
