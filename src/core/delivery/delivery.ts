import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { createNap } from '../events/nap.ts';
import type { Core } from '../inbox/core.ts';
import type { MessageId } from '../model/ids.ts';
import { type AttemptStart, beginAttempts } from '../store/outbox-attempts.ts';
import { type FactsAsk, type FactsRow, readPolicyFacts } from '../store/policy-facts.ts';
import type { ChannelAccount } from '../store/rows.ts';
import { createAccountLine } from './account-line.ts';
import { createAccountPace } from './account-pace.ts';
import { createBatcher } from './batcher.ts';
import { createCampaignRoom } from './campaign-room.ts';
import { type CampaignWindow, createCampaignWindow } from './campaign-window.ts';
import { claimUntilStopped } from './claim-loop.ts';
import { type Desk, deliverMessage, type Held } from './deliver-message.ts';
import { createRateLimits } from './rate-limits.ts';
import { matchReceipts, recoverHeldMessages, resendUnconfirmed } from './recovery.ts';
import type { BegunAttempt } from './settlement.ts';
import { createSharedRateLimits } from './shared-rate-limits.ts';
import { createSlots } from './slots.ts';
import { writeResults } from './write-results.ts';

export interface DeliveryOptions {
  /** How many requests this process has out at once. */
  readonly maxInFlight?: number;
  /** How many messages of campaigns each account has on their way at most: so many are uncertain after a crash. */
  readonly maxCampaignsOnTheirWay?: number;
  /** How often the queue is looked at when nobody wakes us, in milliseconds. */
  readonly pollMs?: number;
  /** How often messages of holders that ended are looked for. */
  readonly recoverMs?: number;
  /** How long stopping waits for answers; what has none by then is left to recovery. */
  readonly stopWithinMs?: number;
  /** Where processes share their rate limits; null: this one has them for itself. */
  readonly redis?: Redis | null;
  /** The monotonic clock of limits, rests and leases. */
  readonly nowMs?: () => number;
}

const MAX_BEGIN_BATCH = 128;
const MAX_FACTS_BATCH = 128;
const MAX_SETTLE_BATCH = 500;

/**
 * Sends what is queued. Three loops that do not wait for each other: one claims, so that there is always
 * something to send; each message finds its own way to the platform, with a bounded number on the wire and their
 * attempts written down together; results are written in batches.
 */
export function createDelivery(
  core: Core,
  {
    maxInFlight = 256,
    maxCampaignsOnTheirWay = 32,
    pollMs = 2_000,
    recoverMs = 5_000,
    stopWithinMs = 15_000,
    redis = null,
    nowMs = () => performance.now(),
  }: DeliveryOptions = {},
): { start(): void; stop(): Promise<void> } {
  const nap = createNap();
  const limits =
    redis === null ? createRateLimits(nowMs) : createSharedRateLimits({ redis, nowMs, log: core.log });
  const pace = createAccountPace(limits, nowMs);
  const window = createCampaignWindow(maxCampaignsOnTheirWay, nowMs);
  const campaigns = createCampaignRoom(window);
  /** Each with the message that it is about. */
  const onTheirWay = new Map<Promise<void>, MessageId>();
  const stopping = new AbortController();
  /** Claimed and not yet left. */
  let waiting = 0;

  const delivering = {
    core,
    pace,
    line: createAccountLine(limits),
    nowMs,
    slots: createSlots(maxInFlight),
    isStopping: () => stopping.signal.aborted,
  };

  const desks = { dialogue: createDesk(core), campaigns: feeling(createDesk(core), window, nowMs) };

  const hold = (claimed: Omit<Held, 'onLeaving'>) => {
    const { channelAccountId, id, author } = claimed.message;
    const isCampaign = author === 'CAMPAIGN';
    waiting += 1;
    pace.claimed(channelAccountId, isCampaign);
    if (isCampaign) campaigns.claimed(channelAccountId, perSecondOf(core, claimed.account));
    const onLeaving = once(() => {
      waiting -= 1;
      pace.left(channelAccountId, isCampaign);
      nap.wake();
    });
    const desk = isCampaign ? desks.campaigns : desks.dialogue;
    const delivery = deliverMessage({ ...delivering, desk }, { ...claimed, onLeaving })
      .catch((error: unknown) => {
        // Its lease ends by itself, and recovery decides by what was written down.
        core.log.error({ error, messageId: id }, 'a result could not be written; its lease will end');
      })
      .finally(() => {
        onLeaving();
        onTheirWay.delete(delivery);
        if (isCampaign) campaigns.settled(channelAccountId);
        // The next message of its conversation may go now.
        nap.wake();
      });
    onTheirWay.set(delivery, id);
  };

  const claiming = {
    core,
    pace,
    campaigns,
    nap,
    nowMs,
    pollMs,
    hold,
    isStopping: delivering.isStopping,
    room: () => Math.min(maxInFlight - waiting, 4 * maxInFlight - onTheirWay.size),
    worthwhile: () => (waiting === 0 ? 1 : Math.ceil(maxInFlight / 4)),
  };

  const recover = async (isAlone: boolean): Promise<boolean> => {
    try {
      await recoverHeldMessages(core, isAlone, [...onTheirWay.values()]);
      await resendUnconfirmed(core);
      await matchReceipts(core);
      return true;
    } catch (error) {
      core.log.warn({ error }, 'messages of ended holders could not be looked for; trying again');
      return false;
    }
  };
  const pause = () => sleep(recoverMs, undefined, { signal: stopping.signal }).catch(() => {});
  const run = async () => {
    // With one process on the database, whatever is held now was held by one that is gone. So nothing may be
    // claimed before that has been seen to.
    const isAlone = core.db.engine === 'embedded';
    while (!stopping.signal.aborted && !(await recover(isAlone))) await pause();
    const recovering = async () => {
      for (await pause(); !stopping.signal.aborted; await pause()) await recover(false);
    };
    await Promise.all([recovering(), claimUntilStopped(claiming)]);
  };

  let running = Promise.resolve();
  let stopListening: readonly (() => void)[] = [];
  return {
    start() {
      stopListening = [
        core.wake.onOutbox(nap.wake),
        core.wake.onAccountChanged((id) => {
          pace.recover(id);
          nap.wake();
        }),
      ];
      running = run();
    },
    async stop() {
      for (const stopOne of stopListening) stopOne();
      stopping.abort();
      nap.wake();
      await running;
      const isLate = sleep(stopWithinMs, 'late', { ref: false });
      await Promise.race([Promise.all(onTheirWay.keys()), isLate]);
      if (onTheirWay.size > 0) {
        core.log.warn({ messages: onTheirWay.size }, 'stopped before every platform had answered');
      }
    },
  };
}

function createDesk(core: Core): Desk {
  return {
    begin: createBatcher((starts) => beginAll(core, starts), MAX_BEGIN_BATCH),
    facts: createBatcher((asks) => readAllFacts(core, asks), MAX_FACTS_BATCH),
    settle: createBatcher((results) => writeResults(core, results), MAX_SETTLE_BATCH),
  };
}

/** A campaign's desk, whose window hears how long writing down takes. */
function feeling(desk: Desk, window: CampaignWindow, nowMs: () => number): Desk {
  return {
    ...desk,
    begin: {
      async add(start) {
        const startedAtMs = nowMs();
        const begun = await desk.begin.add(start);
        window.felt(nowMs() - startedAtMs);
        return begun;
      },
    },
  };
}

/** What the platform lets one account send, by its adapter; null: it does not say. */
function perSecondOf({ channels }: Core, { channel }: ChannelAccount): number | null {
  const limits = channels.find(channel)?.capabilities.rateLimits ?? [];
  const rates = limits
    .filter(({ scope }) => scope === 'account')
    .map(({ messages, perMs }) => (1_000 * messages) / perMs);
  return rates.length === 0 ? null : Math.min(...rates);
}

async function beginAll(
  core: Core,
  starts: readonly AttemptStart[],
): Promise<readonly PromiseSettledResult<BegunAttempt | null>[]> {
  const numbers = await beginAttempts(core.db, starts);
  return starts.map(({ id }) => {
    const number = numbers.get(id);
    return { status: 'fulfilled', value: number === undefined ? null : { id, number } };
  });
}

async function readAllFacts(
  core: Core,
  asks: readonly FactsAsk[],
): Promise<readonly PromiseSettledResult<readonly FactsRow[]>[]> {
  const facts = await readPolicyFacts(core.db, asks, core.clock.now(), false);
  return facts.map((value) => ({ status: 'fulfilled', value }));
}

function once(action: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    action();
  };
}
