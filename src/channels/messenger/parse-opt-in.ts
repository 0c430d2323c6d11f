import * as z from 'zod';
import { ignored, label, notUnderstood, type Reading, understood } from '../shared/reading.ts';
import { madeKey, refIdentity } from './keys.ts';
import type { EventContext } from './parse-event.ts';
import { Id, optional, Word } from './payload.ts';

const OptIn = z.object({
  type: optional(Word),
  ref: optional(z.string()),
  user_ref: optional(Id),
  notification_messages_status: optional(Word),
});
type OptIn = z.infer<typeof OptIn>;

/**
 * Yes or no to news, or a button or box on a website that opens the chat. The tokens of recurring and one-time
 * notifications are not kept: these lanes have ended or are about to, and nothing here sends by them.
 */
export function readOptIn(value: unknown, context: EventContext): Reading {
  const parsed = OptIn.safeParse(value);
  if (!parsed.success) return notUnderstood(label('optin', 'malformed'));
  const optIn = parsed.data;
  const contactId = optIn.user_ref === undefined ? context.contactId : refIdentity(optIn.user_ref);
  if (contactId === null) return notUnderstood(label('optin', 'nobody'));
  if (optIn.type === 'notification_messages') return readNews(optIn, contactId, context);
  if (optIn.type === 'one_time_notif_req') return ignored(label('optin', optIn.type));
  if (optIn.type !== undefined) return notUnderstood(label('optin', optIn.type));
  return readPlugin(optIn, contactId, context);
}

function readNews(
  { notification_messages_status: status }: OptIn,
  contactId: string,
  { occurredAt }: EventContext,
): Reading {
  const sender = { externalId: contactId };
  if (status === 'STOP_NOTIFICATIONS') {
    return understood([
      { kind: 'opt-out', sender, scope: 'promotional', reason: 'unsubscribed', occurredAt },
    ]);
  }
  if (status !== undefined && status !== 'RESUME_NOTIFICATIONS') {
    return notUnderstood(label('optin', 'notification_messages', status));
  }
  return understood([{ kind: 'opt-in', sender, scope: 'promotional', occurredAt }]);
}

/** Whoever starts a chat from a website may be answered as if they had written. */
function readPlugin({ ref }: OptIn, contactId: string, { occurredAt }: EventContext): Reading {
  const sender = { externalId: contactId };
  const optIn = { kind: 'opt-in', sender, occurredAt, opensWindow: true } as const;
  if (ref === undefined || ref === '') return understood([optIn]);
  return understood([
    optIn,
    {
      kind: 'referral',
      externalId: madeKey('optin', contactId, String(occurredAt?.getTime()), ref),
      sender,
      referral: { ref, source: 'plugin' },
      occurredAt,
    },
  ]);
}
