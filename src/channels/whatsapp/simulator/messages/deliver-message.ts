import { asReceived, type Shown } from '../people/received-message.ts';
import type { BusinessNumber, StoredMessage, Thread, World } from '../state.ts';
import { bringFailure, bringStatus, type StatusError } from './receipts.ts';

/** Lets a message arrive, with its receipts on the way: `sent`, then `delivered` as soon as the phone is online. */
export function deliverLater(
  world: World,
  thread: Thread,
  message: StoredMessage,
  shown: Pick<Shown, 'file' | 'filled'>,
): void {
  const { time, settings } = world;
  const { person, number } = thread;
  time.after(settings.receiptDelayMs, () => {
    bringStatus(world, thread, message, 'sent');
    if (person.isOffline) person.held = [...person.held, arrive];
    else time.after(settings.receiptDelayMs, arrive);
  });

  function arrive(): void {
    const { id, type, content, replyToId } = message;
    person.inbox.add({
      kind: 'message',
      message: asReceived({ id, type, content, replyToId, ...shown }),
      at: time.now(),
      from: number.phone,
    });
    bringStatus(world, thread, message, 'delivered');
  }
}

export function failLater(
  world: World,
  address: { readonly number: BusinessNumber; readonly recipient: string },
  message: StoredMessage,
  error: StatusError | null,
): void {
  if (error === null) return;
  world.time.after(world.settings.receiptDelayMs, () => bringFailure(world, address, message, error));
}
