import { and, eq, sql } from 'drizzle-orm';
import type { ChannelError, SendReceipt } from '../channel/index.ts';
import { commit } from '../inbox/commit.ts';
import type { Core } from '../inbox/core.ts';
import { applyParkedReceipts, recordStatus } from '../inbox/record-status.ts';
import type { MessageFailure } from '../model/failure.ts';
import type { AttemptId } from '../model/ids.ts';
import type { PolicyDecision } from '../model/policy.ts';
import type { Queries } from '../store/database.ts';
import type { EventDraft } from '../store/event-log.ts';
import { type Claim, finishAttempt } from '../store/outbox.ts';
import type { Message } from '../store/rows.ts';
import {
  channelAccounts,
  identities,
  identityAliases,
  messageRefs,
  messages,
} from '../store/tables/index.ts';
import { backoffMs, MAX_ATTEMPTS } from './backoff.ts';
import { DISPOSITION } from './disposition.ts';

/** The platform took one request of a message; the message is sent when it was the last one. */
export async function settleAccepted(
  core: Core,
  claim: Claim,
  attemptId: AttemptId,
  receipt: SendReceipt,
  isLast: boolean,
): Promise<void> {
  const now = core.clock.now();
  await inClaim(core, claim, async (queries, message) => {
    await finishAttempt(queries, attemptId, 'accepted', null);
    const [first, ...others] = receipt.externalIds;
    const externalId = message.externalId ?? first ?? null;
    const further = message.externalId === null ? others : receipt.externalIds;
    if (further.length > 0) {
      await queries.orm
        .insert(messageRefs)
        .values(
          further.map((id) => ({
            workspaceId: message.workspaceId,
            channelAccountId: message.channelAccountId,
            direction: 'OUTBOUND' as const,
            externalId: id,
            messageId: message.id,
          })),
        )
        .onConflictDoNothing();
    }
    const progress = { externalId, acceptedRequests: message.acceptedRequests + 1, leaseUntil: null };
    if (!isLast) {
      await queries.orm
        .update(messages)
        .set({ ...progress, status: 'QUEUED', availableAt: null, attemptCount: 0 })
        .where(eq(messages.id, message.id));
      return [];
    }
    const acceptedAt = receipt.acceptedAt ?? now;
    // A receipt may have overtaken us: then the message is further along than "sent" already.
    const sent =
      message.status === 'SENDING'
        ? [
            await recordStatus(
              queries,
              message,
              { status: 'SENT', occurredAt: acceptedAt, receivedAt: now },
              { ...progress, acceptedAt },
            ),
          ]
        : await queries.orm
            .update(messages)
            .set({ ...progress, acceptedAt })
            .where(eq(messages.id, message.id))
            .then(() => []);
    const parked = await applyParkedReceipts(queries, { ...message, status: 'SENT' }, receipt.externalIds);
    return [...sent, ...parked];
  });
}

/** The attempt did not succeed; what follows stands in one table. */
export async function settleFailed(
  core: Core,
  claim: Claim,
  attemptId: AttemptId,
  error: ChannelError,
): Promise<void> {
  const failure = failureOf(error);
  await inClaim(core, claim, async (queries, message) => {
    await finishAttempt(queries, attemptId, error.kind, failure);
    if (message.status !== 'SENDING') return [];
    switch (DISPOSITION[error.kind]) {
      case 'retry':
        return retry(queries, core, message, error, failure);
      case 'fail':
        return error.facts.movedToExternalId === undefined
          ? fail(queries, core, message, failure)
          : move(queries, core, message, error.facts.movedToExternalId);
      case 'pause-account':
        return pauseAccount(queries, core, message, failure);
      case 'hold':
        return [await end(queries, core, message, 'UNCONFIRMED', failure)];
    }
  });
}

/** Policy or rendering said no just before the wire: nothing left. */
export async function settleRefused(
  core: Core,
  claim: Claim,
  refusal: { readonly decision: PolicyDecision } | { readonly failure: MessageFailure },
): Promise<void> {
  const now = core.clock.now();
  await inClaim(core, claim, async (queries, message) => {
    if ('failure' in refusal) return [await end(queries, core, message, 'FAILED', refusal.failure)];
    return [
      await recordStatus(
        queries,
        message,
        { status: 'REFUSED', occurredAt: now, receivedAt: now },
        { decision: refusal.decision, leaseUntil: null },
      ),
    ];
  });
}

/** Runs a change only while the claim holds: whoever was overtaken writes nothing. */
async function inClaim(
  core: Core,
  claim: Claim,
  work: (queries: Queries, message: Message) => Promise<EventDraft[]>,
): Promise<void> {
  await commit(core, claim.workspaceId, async (queries) => {
    const [message] = await queries.orm
      .select()
      .from(messages)
      .where(and(eq(messages.id, claim.id), eq(messages.fence, claim.fence)))
      .for('update');
    if (message === undefined) {
      core.log.warn({ messageId: claim.id }, 'a result came after its lease had ended; it was not written');
      return { result: null, events: [] };
    }
    return { result: null, events: await work(queries, message) };
  });
}

async function retry(
  queries: Queries,
  core: Core,
  message: Message,
  error: ChannelError,
  failure: MessageFailure,
): Promise<EventDraft[]> {
  if (error.kind === 'unavailable' && message.attemptCount >= MAX_ATTEMPTS) {
    return [await end(queries, core, message, 'FAILED', failure)];
  }
  const waitMs = error.facts.retryAfterMs ?? backoffMs(message.attemptCount);
  const until = sql`now() + make_interval(secs => ${waitMs / 1000}::float8)`;
  await queries.orm
    .update(messages)
    .set({ status: 'QUEUED', leaseUntil: null, availableAt: until, failure })
    .where(eq(messages.id, message.id));
  if (error.kind === 'throttled' && error.facts.throttles !== 'conversation') {
    await queries.orm
      .update(channelAccounts)
      .set({ throttledUntil: until })
      .where(eq(channelAccounts.id, message.channelAccountId));
  }
  return [];
}

async function fail(
  queries: Queries,
  core: Core,
  message: Message,
  failure: MessageFailure,
): Promise<EventDraft[]> {
  const failed = await end(queries, core, message, 'FAILED', failure);
  if (failure.cause !== 'opted-out' && failure.cause !== 'gone') return [failed];
  const reachability = failure.cause === 'gone' ? 'GONE' : 'BLOCKED';
  const now = core.clock.now();
  const [identity] = await queries.orm
    .update(identities)
    .set({ reachability, reachabilityAt: now })
    .where(eq(identities.id, message.identityId))
    .returning();
  return [
    failed,
    {
      type: 'REACHABILITY_CHANGED',
      subject: {
        identityId: message.identityId,
        channelAccountId: message.channelAccountId,
        ...(identity === undefined ? {} : { contactId: identity.contactId }),
      },
      occurredAt: now,
      detail: { reachability },
    },
  ];
}

/** The recipient has another address now: remember both, and let the message go there. */
async function move(queries: Queries, core: Core, message: Message, to: string): Promise<EventDraft[]> {
  const [identity] = await queries.orm.select().from(identities).where(eq(identities.id, message.identityId));
  if (identity !== undefined && identity.externalId !== to) {
    await queries.orm.update(identities).set({ externalId: to }).where(eq(identities.id, identity.id));
    await queries.orm
      .insert(identityAliases)
      .values({
        workspaceId: message.workspaceId,
        channelAccountId: message.channelAccountId,
        alias: identity.externalId,
        identityId: identity.id,
        createdAt: core.clock.now(),
      })
      .onConflictDoNothing();
  }
  await queries.orm
    .update(messages)
    .set({ status: 'QUEUED', leaseUntil: null, availableAt: null })
    .where(eq(messages.id, message.id));
  return [];
}

async function pauseAccount(
  queries: Queries,
  core: Core,
  message: Message,
  failure: MessageFailure,
): Promise<EventDraft[]> {
  const now = core.clock.now();
  await queries.orm
    .update(messages)
    .set({ status: 'QUEUED', leaseUntil: null, availableAt: null, failure })
    .where(eq(messages.id, message.id));
  await queries.orm
    .update(channelAccounts)
    .set({
      status: 'PAUSED',
      health: {
        level: 'error',
        checkedAt: now.toISOString(),
        steps: [
          { name: 'send', isOk: false, description: failure.description, platformCode: failure.platformCode },
        ],
      },
    })
    .where(and(eq(channelAccounts.id, message.channelAccountId), eq(channelAccounts.status, 'ACTIVE')));
  core.wake.accountChanged(message.channelAccountId);
  return [
    {
      type: 'CHANNEL_ACCOUNT_CHANGED',
      subject: { channelAccountId: message.channelAccountId },
      occurredAt: now,
    },
  ];
}

async function end(
  queries: Queries,
  core: Core,
  message: Message,
  status: 'FAILED' | 'UNCONFIRMED',
  failure: MessageFailure,
): Promise<EventDraft> {
  const now = core.clock.now();
  return recordStatus(
    queries,
    message,
    { status, occurredAt: now, receivedAt: now, failure },
    { leaseUntil: null },
  );
}

function failureOf(error: ChannelError): MessageFailure {
  return {
    kind: error.kind,
    cause: error.facts.cause ?? null,
    actionBy: error.facts.actionBy ?? null,
    platformCode: error.facts.platformCode,
    description: error.message,
  };
}
