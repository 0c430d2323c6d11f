import type { ThreadControlEvent } from '../channel/index.ts';
import type { Queries } from '../store/database.ts';
import type { EventDraft } from '../store/event-log.ts';
import { changeIdentityRow } from '../store/intake-identities.ts';
import { ensureSender } from './ensure-sender.ts';
import type { ReceivingAccount } from './receiving-account.ts';

/** Who answers at the platform from now on; the newest news count, whichever come first. */
export async function changeThreadControl(
  queries: Queries,
  account: ReceivingAccount,
  event: ThreadControlEvent,
  receivedAt: Date,
): Promise<EventDraft[]> {
  const { identity, drafts } = await ensureSender(queries, account, event.sender, receivedAt);
  const { id: identityId, contactId, threadControl, threadControlAt } = identity;
  const occurredAt = event.occurredAt ?? receivedAt;
  if (threadControlAt !== null && threadControlAt > occurredAt) return [...drafts];
  await changeIdentityRow(queries, identityId, { threadControl: event.control, threadControlAt: occurredAt });
  if (threadControl === event.control) return [...drafts];
  return [
    ...drafts,
    {
      type: 'THREAD_CONTROL_CHANGED',
      subject: { identityId, contactId, channelAccountId: account.id },
      occurredAt: receivedAt,
      detail: { control: event.control },
    },
  ];
}
