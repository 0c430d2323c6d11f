import { setTimeout as sleep } from 'node:timers/promises';
import { ChannelError } from '../channel/index.ts';
import { createWorkLoop, type WorkLoop } from '../events/work-loop.ts';
import type { ChannelAccountId } from '../model/ids.ts';
import { type PollLease, releasePollLease, renewPollLease, takePollLeases } from '../store/polling-leases.ts';
import { findReceivingAccount } from '../store/receiving-accounts.ts';
import type { ChannelAccount } from '../store/rows.ts';
import { pauseAccount } from '../store/sending-accounts.ts';
import { commit } from './commit.ts';
import type { Core } from './core.ts';
import type { Intake } from './intake.ts';

/** Longer than the longest poll that a platform holds open (50 s), so that a holder can renew in time. */
const LEASE_SECONDS = 90;
const POLL_TIMEOUT_MS = 60_000;
const LOOK_MS = 1_000;
const BACKOFF_MS = 2_000;

/** Fetches events for accounts without a public address: one process per account at a time, by lease. */
export function createPolling(core: Core, intake: Intake): WorkLoop {
  const polled = new Map<ChannelAccountId, Promise<void>>();
  const loop = createWorkLoop({
    async round(stop) {
      for (const lease of await takePollLeases(core.db, LEASE_SECONDS, [...polled.keys()])) {
        const polling = pollAccount(core, intake, lease, stop)
          .catch((error: unknown) =>
            core.log.error({ error, accountId: lease.id }, 'polling an account ended'),
          )
          .finally(() => polled.delete(lease.id));
        polled.set(lease.id, polling);
      }
      return false;
    },
    onFailure: (error) => core.log.warn({ error }, 'accounts to poll could not be read; trying again'),
    napMs: LOOK_MS,
    listen: (wake) => core.wake.onAccountChanged(wake),
  });
  return {
    start: loop.start,
    async stop() {
      await loop.stop();
      await Promise.all(polled.values());
    },
  };
}

async function pollAccount(core: Core, intake: Intake, taken: PollLease, stop: AbortSignal): Promise<void> {
  let lease = taken;
  while (!stop.aborted) {
    const account = await findReceivingAccount(core.db, lease.id);
    const polling = account === null ? undefined : core.channels.find(account.channel)?.polling;
    if (account === null || polling === undefined || account.status !== 'ACTIVE') break;
    try {
      const context = await core.openAccount(account, POLL_TIMEOUT_MS);
      const signal = AbortSignal.any([context.signal, stop]);
      const { bodies, nextCursor } = await polling.poll(lease.cursor, {
        ...context,
        signal,
        fetch: (url, init) => context.fetch(url, { ...init, signal }),
      });
      // Stored first: the cursor that confirms them to the platform moves afterwards.
      await intake.receiveBodies(account.id, bodies);
      lease = { ...lease, cursor: nextCursor };
      if (!(await renewPollLease(core.db, lease, LEASE_SECONDS))) return;
    } catch (error) {
      if (stop.aborted) break;
      if (error instanceof ChannelError && error.kind === 'unauthorized') {
        await pause(core, account, error);
        break;
      }
      core.log.warn({ error, accountId: account.id }, 'a poll did not succeed; trying again');
      const waitMs = error instanceof ChannelError ? (error.facts.retryAfterMs ?? BACKOFF_MS) : BACKOFF_MS;
      await sleep(waitMs, undefined, { signal: stop }).catch(() => {});
    }
  }
  await releasePollLease(core.db, lease);
}

async function pause(core: Core, account: ChannelAccount, error: ChannelError): Promise<void> {
  const { platformCode } = error.facts;
  await commit(core, account.workspaceId, async (queries) => {
    const now = core.clock.now();
    const isPaused = await pauseAccount(queries, account.id, {
      level: 'error',
      checkedAt: now.toISOString(),
      steps: [{ name: 'poll', isOk: false, description: error.message, platformCode }],
    });
    const subject = { channelAccountId: account.id };
    return {
      result: null,
      events: isPaused ? [{ type: 'CHANNEL_ACCOUNT_CHANGED', subject, occurredAt: now }] : [],
    };
  });
  core.wake.accountChanged(account.id);
}
