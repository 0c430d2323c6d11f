import type { ChannelDefinition } from '../channel/index.ts';
import type { Nap } from '../events/nap.ts';
import type { Core } from '../inbox/core.ts';
import { claimMessages, nextDueInMs } from '../store/outbox-claim.ts';
import { findSendingAccounts } from '../store/sending-accounts.ts';
import { type AccountPace, AHEAD_MS } from './account-pace.ts';
import type { CampaignRoom } from './campaign-room.ts';
import type { Held } from './deliver-message.ts';

const LEASE_MS = 30_000;

export interface Claiming {
  readonly core: Core;
  readonly pace: AccountPace;
  readonly campaigns: CampaignRoom;
  readonly nap: Nap;
  readonly nowMs: () => number;
  readonly isStopping: () => boolean;
  /** How many more messages may be held. */
  readonly room: () => number;
  /** Fewer than this is not worth a statement while others are still waiting to leave. */
  readonly worthwhile: () => number;
  /** The queue is looked at so often even when nobody rings: wake-ups may be lost. */
  readonly pollMs: number;
  readonly hold: (held: Omit<Held, 'onLeaving'>) => void;
}

/** Tops up the messages that this process holds, until it stops. Sleeps when there is nothing to claim. */
export async function claimUntilStopped(claiming: Claiming): Promise<void> {
  const { core, nap } = claiming;
  while (!claiming.isStopping()) {
    try {
      const hasClaimed = claiming.room() >= claiming.worthwhile() && (await claim(claiming));
      if (!hasClaimed) await nap.take(await sleepMs(claiming));
    } catch (error) {
      core.log.warn({ error }, 'the queue could not be read; trying again');
      await nap.take(claiming.pollMs);
    }
  }
}

async function claim({ core, pace, campaigns, room, nowMs, hold }: Claiming): Promise<boolean> {
  // From before the question: the database's lease can only be longer.
  const leaseEndsMs = nowMs() + LEASE_MS;
  const shares = pace.shares();
  const messages = await claimMessages(core.db, {
    messages: room(),
    leaseMs: LEASE_MS,
    byChannel: Object.fromEntries(
      core.channels.all.map((adapter) => [adapter.name, burstOf(adapter, room())]),
    ),
    byAccount: shares.byAccount,
    campaigns: campaigns.most,
    campaignsByAccount: lesserOf(shares.campaigns, campaigns.left()),
  });
  if (messages.length === 0) return false;
  const accounts = await findSendingAccounts(
    core.db,
    messages.map(({ channelAccountId }) => channelAccountId),
  );
  for (const message of messages) {
    const account = accounts.get(message.channelAccountId);
    if (account === undefined) throw new Error(`Account ${message.channelAccountId} has vanished.`);
    hold({ message, account, leaseEndsMs });
  }
  return true;
}

/** What an account that is rested may be given: what it may send at once, and soon. */
function burstOf({ capabilities }: ChannelDefinition, most: number): number {
  const bursts = capabilities.rateLimits
    .filter(({ scope }) => scope === 'account')
    .map(({ burst, messages, perMs }) => burst + Math.floor((AHEAD_MS * messages) / perMs));
  return Math.min(most, ...bursts);
}

/** Where both say something, both hold. */
function lesserOf(
  one: Readonly<Record<string, number>>,
  other: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  const lesser = { ...one };
  for (const [id, count] of Object.entries(other)) lesser[id] = Math.min(count, one[id] ?? count);
  return lesser;
}

async function sleepMs({ core, pace, pollMs, room, worthwhile }: Claiming): Promise<number> {
  if (room() < worthwhile()) return pollMs;
  const dueMs = await nextDueInMs(core.db);
  return Math.max(1, Math.ceil(Math.min(pollMs, dueMs ?? pollMs, pace.nextShareInMs() ?? pollMs)));
}
