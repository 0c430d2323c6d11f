import {
  createWatchableList,
  type Pick,
  type WaitOptions,
} from '../../../shared/simulator/watchable-list.ts';
import type { ShownMessage } from './shown-message.ts';

/** What one person's Messenger shows of Pages, as it happens. */
export type InboxEvent = InboxFact & { readonly at: Date; readonly page: string };

export type InboxFact =
  | { readonly kind: 'message'; readonly message: ShownMessage }
  | { readonly kind: 'typing'; readonly isTyping: boolean }
  /** What the person wrote has been seen. */
  | { readonly kind: 'seen' }
  /** The Page's reaction; null: taken back. */
  | { readonly kind: 'reaction'; readonly mid: string; readonly emoji: string | null };

export interface Inbox {
  /** Everything that was shown, oldest first. */
  readonly events: readonly InboxEvent[];
  /** How many events there were ever: a position for `since` and `waitFor`. */
  readonly total: number;
  readonly messages: readonly ShownMessage[];
  add(event: InboxEvent): void;
  since(position: number): readonly InboxEvent[];
  /** As `WatchableList.waitFor`. */
  waitFor<Picked>(pick: Pick<InboxEvent, Picked>, options?: WaitOptions): Promise<Picked>;
  /**
   * The first message, present or coming, whose words contain a text or match an expression.
   *
   * @throws {WaitedInVain}
   */
  waitForMessage(text: string | RegExp, options?: WaitOptions): Promise<ShownMessage>;
}

export function createInbox(): Inbox {
  const list = createWatchableList<InboxEvent>((event) =>
    JSON.stringify('message' in event ? { kind: event.kind, text: event.message.text } : event),
  );
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
    waitForMessage: (text, options) =>
      list.waitFor((event) => {
        if (event.kind !== 'message') return null;
        const written = event.message.text;
        const fits = typeof text === 'string' ? written.includes(text) : text.test(written);
        return fits ? event.message : null;
      }, options),
  };
}
