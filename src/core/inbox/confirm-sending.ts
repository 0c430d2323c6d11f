import type { Wake } from '../events/wake.ts';
import type { MessageFailure } from '../model/failure.ts';
import { readSending, releaseSending, type SendingState } from '../store/instance.ts';
import { setAsideQueued } from '../store/outbox-recover.ts';
import { commitAcross } from './commit-across.ts';
import type { Core } from './core.ts';
import { statusChanged } from './record-status.ts';

/** What becomes of messages that were queued when sending was held. */
export type QueuedBefore =
  /** They are sent: it is certain that they were not. */
  | 'SEND'
  /** They are held as unconfirmed, and people decide about each. */
  | 'SET_ASIDE';

export interface SendingConfirmed {
  readonly kind: 'confirmed';
  /** How many messages were set aside. */
  readonly setAside: number;
}

type Confirming = Pick<Core, 'db' | 'clock'> & { readonly wake: Pick<Wake, 'news' | 'outbox'> };

const RESTORED: MessageFailure = {
  kind: 'indeterminate',
  cause: null,
  actionBy: 'operator',
  platformCode: 'confab:restored',
  description: 'It was queued in a database that was restored from a backup; it may have been sent before.',
};

/** Lets what is queued leave again, after a restore. For the operator of the instance. */
export async function confirmSending(
  core: Confirming,
  queuedBefore: QueuedBefore,
): Promise<SendingConfirmed> {
  const sending = await readSending(core.db);
  const setAside = queuedBefore === 'SET_ASIDE' ? await setAsideAll(core, sending) : 0;
  await releaseSending(core.db, await core.db.place());
  core.wake.outbox();
  return { kind: 'confirmed', setAside };
}

/** Written since it is held, a message is new: it can not have been sent. */
async function setAsideAll(core: Confirming, sending: SendingState): Promise<number> {
  if (sending.kind === 'on') return 0;
  let total = 0;
  for (;;) {
    const count = await commitAcross(core, async (queries) => {
      const now = core.clock.now();
      const messages = await setAsideQueued(queries, sending.since, RESTORED, now);
      const told = messages.map((message) => ({
        workspaceId: message.workspaceId,
        draft: statusChanged(message, message.status, now),
      }));
      return { result: messages.length, told };
    });
    if (count === 0) return total;
    total += count;
  }
}
