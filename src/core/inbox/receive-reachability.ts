import type { OptInEvent, OptOutEvent } from '../channel/index.ts';
import type { Queries } from '../store/database.ts';
import type { EventDraft } from '../store/event-log.ts';
import { lockQueuedMessages } from '../store/intake-changes.ts';
import { changeIdentityRow } from '../store/intake-identities.ts';
import type { Identity } from '../store/rows.ts';
import { ensureSender } from './ensure-sender.ts';
import { openWindow } from './open-window.ts';
import type { ReceivingAccount } from './receiving-account.ts';
import { recordStatus } from './record-status.ts';

/** The contact stopped us, came back, or refuses or takes promotion. The newest report counts, whichever came first. */
export async function changeReachability(
  queries: Queries,
  account: ReceivingAccount,
  event: OptInEvent | OptOutEvent,
  receivedAt: Date,
): Promise<EventDraft[]> {
  const { identity, drafts } = await ensureSender(queries, account, event.sender, receivedAt);
  if (event.kind === 'opt-in') {
    await openWindow(queries, identity, event, event.occurredAt ?? receivedAt);
  }
  const changes =
    event.scope === 'promotional'
      ? await changeConsent(queries, identity, event, receivedAt)
      : await changeReach(queries, identity, event, receivedAt);
  return [...drafts, ...changes];
}

async function changeConsent(
  queries: Queries,
  identity: Identity,
  event: OptInEvent | OptOutEvent,
  receivedAt: Date,
): Promise<EventDraft[]> {
  const isOptedOut = event.kind === 'opt-out';
  const occurredAt = event.occurredAt ?? receivedAt;
  const isKept = event.kind === 'opt-out' && event.isKeptByPlatform === true;
  const { promotionalOptOutAt, isPromotionalOptOutKept } = identity;
  const isKnown = isOptedOut
    ? promotionalOptOutAt !== null && (isPromotionalOptOutKept || !isKept)
    : promotionalOptOutAt === null;
  if (isKnown || (promotionalOptOutAt !== null && promotionalOptOutAt > occurredAt)) return [];
  await changeIdentityRow(queries, identity.id, {
    promotionalOptOutAt: isOptedOut ? occurredAt : null,
    isPromotionalOptOutKept: isKept,
  });
  const subject = subjectOf(identity);
  return [{ type: 'CONSENT_CHANGED', subject, occurredAt: receivedAt, detail: { isOptedOut } }];
}

async function changeReach(
  queries: Queries,
  identity: Identity,
  event: OptInEvent | OptOutEvent,
  receivedAt: Date,
): Promise<EventDraft[]> {
  const occurredAt = event.occurredAt ?? receivedAt;
  const reachability = event.kind === 'opt-in' ? 'REACHABLE' : event.reason === 'gone' ? 'GONE' : 'BLOCKED';
  // A message proves reach too, so an opt-out from before it is out of date; of one second, the opt-out counts.
  const isStale =
    isAfter(identity.reachabilityAt, occurredAt) ||
    (event.kind === 'opt-out' && isAfter(identity.lastInboundAt, occurredAt));
  if (isStale) return [];
  if (identity.reachability === reachability) {
    // Nothing new, but newer: what lies between must not be believed when it comes late.
    if (!isSame(identity.reachabilityAt, occurredAt)) {
      await changeIdentityRow(queries, identity.id, { reachabilityAt: occurredAt });
    }
    return [];
  }
  await changeIdentityRow(queries, identity.id, { reachability, reachabilityAt: occurredAt });
  const canceled = reachability === 'REACHABLE' ? [] : await cancelQueued(queries, identity, receivedAt);
  const subject = subjectOf(identity);
  return [
    ...canceled,
    { type: 'REACHABILITY_CHANGED', subject, occurredAt: receivedAt, detail: { reachability } },
  ];
}

/** Whoever stopped us gets nothing that still waited. */
async function cancelQueued(queries: Queries, identity: Identity, receivedAt: Date): Promise<EventDraft[]> {
  const drafts: EventDraft[] = [];
  for (const message of await lockQueuedMessages(queries, identity.id)) {
    const change = { status: 'CANCELED', occurredAt: receivedAt, receivedAt } as const;
    drafts.push(await recordStatus(queries, message, change));
  }
  return drafts;
}

const isAfter = (one: Date | null, other: Date): boolean => one !== null && one > other;
const isSame = (one: Date | null, other: Date): boolean => one?.getTime() === other.getTime();

const subjectOf = ({ id, contactId, channelAccountId }: Identity): EventDraft['subject'] => ({
  identityId: id,
  contactId,
  channelAccountId,
});
