import { performance } from 'node:perf_hooks';
import { createNap } from '../events/nap.ts';
import type { Core } from '../inbox/core.ts';
import type { ChannelAccountId } from '../model/ids.ts';
import { type Claim, claimMessages, releaseMessage } from '../store/outbox.ts';
import { attempt } from './attempt.ts';
import { createBatcher } from './batcher.ts';
import { type Prepared, prepareBatch } from './prepare.ts';
import { recoverExpired } from './recover.ts';
import { settleAccepted, settleFailed, settleRefused } from './settle.ts';
import { createThrottle } from './throttle.ts';

export interface DeliveryOptions {
  /** How many messages this process holds at once. */
  readonly maxInFlight?: number;
  /** How often the queue is looked at when nobody wakes us, in milliseconds. */
  readonly pollMs?: number;
}

const LEASE_SECONDS = 30;
/** A claim that waits longer than this for tokens goes back to the queue. */
const MAX_TOKEN_WAIT_MS = 5_000;
/** An account that has so many messages waiting for tokens gets no more claimed: others need the room. */
const MAX_WAITING_PER_ACCOUNT = 32;
const RECOVER_MS = 5_000;
const MAX_BATCH = 64;

/**
 * Sends what is queued. Claiming, sending and writing down do not wait for each other: claims fill up a bounded
 * number of places, attempts gather into one statement while the one before is out, and each result is written
 * under its claim's fence.
 */
export function createDelivery(
  core: Core,
  { maxInFlight = 256, pollMs = 1_000 }: DeliveryOptions = {},
): { start(): void; stop(): Promise<void> } {
  const throttle = createThrottle(() => performance.now());
  const prepare = createBatcher<Claim, Prepared>((claims) => prepareBatch(core, claims), MAX_BATCH);
  const inFlight = new Set<Promise<void>>();
  const waitingForTokens = new Map<ChannelAccountId, number>();
  const stopping = new AbortController();
  const nap = createNap();
  let claimer: Promise<void> | null = null;
  let stopListening: () => void = () => {};

  const claimLoop = async () => {
    let recoveredAt = Number.NEGATIVE_INFINITY;
    // With one process on the database, whatever is held now was held by one that is gone.
    let isFirst = core.db.engine === 'embedded';
    while (!stopping.signal.aborted) {
      try {
        if (performance.now() - recoveredAt > RECOVER_MS) {
          await recoverExpired(core, isFirst);
          isFirst = false;
          recoveredAt = performance.now();
        }
        const room = maxInFlight - inFlight.size;
        const crowded = [...waitingForTokens].filter(([, count]) => count >= MAX_WAITING_PER_ACCOUNT);
        const claims =
          room === 0
            ? []
            : await claimMessages(
                core.db,
                Math.min(room, MAX_BATCH),
                LEASE_SECONDS,
                crowded.map(([id]) => id),
              );
        const claimedAt = performance.now();
        for (const claim of claims) hold(claim, claimedAt);
        if (claims.length === 0 || room === 0) await nap.take(pollMs);
      } catch (error) {
        core.log.warn({ error }, 'the queue could not be read; trying again');
        await nap.take(pollMs);
      }
    }
  };

  const hold = (claim: Claim, claimedAt: number) => {
    const work = deliver(claim, claimedAt)
      .catch((error: unknown) =>
        // Its lease ends by itself, and recovery decides by what was written down.
        core.log.error({ error, messageId: claim.id }, 'a message could not be settled; its lease will end'),
      )
      .finally(() => {
        inFlight.delete(work);
        // The next message of its conversation may go now, and there is room.
        nap.wake();
      });
    inFlight.add(work);
  };

  const deliver = async (claim: Claim, claimedAt: number) => {
    const waitMs = await waitForTokens(claim, claimedAt);
    if (waitMs > 0) {
      await releaseMessage(core.db, claim, waitMs / 1000);
      return;
    }
    const preparedAt = performance.now();
    const prepared = await prepare.add(claim);
    if (prepared.kind === 'lost') return;
    if (prepared.kind === 'refused') {
      await settleRefused(core, claim, prepared.refusal);
      return;
    }
    const context = await core.openAccount(prepared.account, prepared.timeoutMs);
    // Paused for long (a suspended machine, a stopped process)? Then the lease may be over and the message
    // somebody else's: nothing leaves any more.
    if (performance.now() - preparedAt > prepared.leaseMs - prepared.timeoutMs) return;
    const outcome = await attempt(prepared.adapter, prepared.request, context);
    if (outcome.kind === 'accepted') {
      await settleAccepted(core, claim, prepared.attemptId, outcome.receipt, prepared.isLast);
    } else {
      core.log.info(
        {
          messageId: claim.id,
          accountId: claim.channelAccountId,
          kind: outcome.error.kind,
          platformCode: outcome.error.facts.platformCode,
        },
        'an attempt did not succeed',
      );
      await settleFailed(core, claim, prepared.attemptId, outcome.error);
    }
  };

  /** 0: tokens are taken. Otherwise how long the message should wait in the queue. */
  const waitForTokens = async (claim: Claim, claimedAt: number): Promise<number> => {
    const limits = core.channels.find(claim.channel)?.capabilities.rateLimits ?? [];
    const count = (by: number) =>
      waitingForTokens.set(claim.channelAccountId, (waitingForTokens.get(claim.channelAccountId) ?? 0) + by);
    count(1);
    try {
      for (;;) {
        const waitMs = throttle.take({
          limits,
          accountId: claim.channelAccountId,
          recipientExternalId: claim.recipientExternalId,
          isGroup: claim.isGroup,
          cost: 1,
        });
        if (waitMs === 0) return 0;
        if (stopping.signal.aborted || performance.now() - claimedAt + waitMs > MAX_TOKEN_WAIT_MS)
          return waitMs;
        await new Promise((resolve) => setTimeout(resolve, waitMs));
      }
    } finally {
      count(-1);
    }
  };

  return {
    start() {
      stopListening = core.wake.onOutbox(() => nap.wake());
      claimer = claimLoop();
    },
    async stop() {
      stopListening();
      stopping.abort();
      nap.wake();
      await claimer;
      await Promise.all(inFlight);
    },
  };
}
