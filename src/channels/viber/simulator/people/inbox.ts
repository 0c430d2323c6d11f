import {
  createWatchableList,
  type WaitOptions,
  type WatchableList,
} from '../../../shared/simulator/watchable-list.ts';
import type { ReceivedMessage } from './received-message.ts';

/** What one person's app shows of bots, oldest first. */
export interface Inbox extends WatchableList<ReceivedMessage> {
  /**
   * The first message, present or coming, whose text contains a text or matches an expression.
   *
   * @throws {WaitedInVain}
   */
  waitForMessage(text: string | RegExp, options?: WaitOptions): Promise<ReceivedMessage>;
}

export function createInbox(): Inbox {
  const list = createWatchableList<ReceivedMessage>(({ kind, text }) => JSON.stringify({ kind, text }));
  return {
    get items() {
      return list.items;
    },
    get total() {
      return list.total;
    },
    append: list.append,
    since: list.since,
    waitFor: list.waitFor,
    waitForMessage: (text, options) =>
      list.waitFor((message) => {
        const fits = typeof text === 'string' ? message.text.includes(text) : text.test(message.text);
        return fits && message;
      }, options),
  };
}
