import {
  createWatchableList,
  type Pick,
  type WaitOptions,
  type WatchableList,
} from '../../../shared/simulator/watchable-list.ts';
import type { ReceivedMessage } from './received-message.ts';

/** What one person's device shows, as it happens. */
export type InboxEvent = InboxFact & { readonly at: Date; readonly business: string };

export type InboxFact =
  | { readonly kind: 'message'; readonly message: ReceivedMessage }
  | { readonly kind: 'typing'; readonly isTyping: boolean }
  /** A message of the person's own that did not reach the business. */
  | { readonly kind: 'not-delivered'; readonly messageId: string };

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
   * The first message, present or coming, whose words contain a text or match an expression.
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
    waitForMessage: (text, options) =>
      list.waitFor(
        (event) => event.kind === 'message' && fits(event.message.text, text) && event.message,
        options,
      ),
  };
}

function fits(words: string, text: string | RegExp): boolean {
  return typeof text === 'string' ? words.includes(text) : text.test(words);
}

function describe(event: InboxEvent): string {
  const { at: _at, ...facts } = event;
  return JSON.stringify('message' in facts ? { ...facts, message: facts.message.text } : facts);
}
