import type { ChannelError } from '../channel/index.ts';
import { commit } from '../inbox/commit.ts';
import type { Core } from '../inbox/core.ts';
import type { Reachability } from '../model/words.ts';
import { moveIdentity, setReachability } from '../store/identity-changes.ts';
import { hasFailedBefore } from '../store/outbox-attempts.ts';
import type { ClaimedMessage } from '../store/outbox-claim.ts';
import { pauseAccount, throttleAccount } from '../store/sending-accounts.ts';
import type { AccountPace } from './account-pace.ts';
import { backoffMs } from './backoff.ts';
import { LESSON } from './disposition.ts';

/**
 * Writes down what a failed attempt teaches about its account and its recipient. These are facts whoever holds
 * the message now, so they are commits of their own, and learning them twice changes nothing.
 *
 * @returns whether the message may go to another address of the same recipient.
 */
export async function learn(
  core: Core,
  pace: AccountPace,
  message: ClaimedMessage,
  { kind, facts, message: description }: ChannelError,
): Promise<{ readonly hasMoved: boolean }> {
  const { channelAccountId } = message;
  // Whatever else it said: it answered.
  if (kind === 'rejected' || kind === 'throttled') pace.recover(channelAccountId);
  if (kind === 'throttled' && facts.throttles !== 'conversation') {
    const silenceMs = facts.retryAfterMs ?? backoffMs(1);
    pace.rest(channelAccountId, silenceMs);
    await throttleAccount(core.db, channelAccountId, silenceMs);
  }
  // Only a network that does not carry us there concerns the account; a file that can not be read does not.
  if (kind === 'unavailable' && facts.platformCode.startsWith('network:')) {
    pace.stumble(channelAccountId, (times) => facts.retryAfterMs ?? backoffMs(times));
  }
  if (kind === 'unauthorized') await stopAccount(core, message, description, facts.platformCode);
  if (kind !== 'rejected') return { hasMoved: false };
  switch (LESSON[facts.cause ?? 'other']) {
    case 'blocked':
      await changeReachability(core, message, 'BLOCKED');
      return { hasMoved: false };
    case 'gone':
      await changeReachability(core, message, 'GONE');
      return { hasMoved: false };
    case 'moved':
      return {
        hasMoved:
          facts.movedToExternalId !== undefined && (await follow(core, message, facts.movedToExternalId)),
      };
    case 'none':
      return { hasMoved: false };
  }
}

async function stopAccount(
  core: Core,
  { workspaceId, channelAccountId }: ClaimedMessage,
  description: string,
  platformCode: string,
): Promise<void> {
  const now = core.clock.now();
  const hasPaused = await commit(core, workspaceId, async (queries) => {
    const step = { name: 'send', isOk: false, description, platformCode };
    const health = { level: 'error', checkedAt: now.toISOString(), steps: [step] } as const;
    const isNews = await pauseAccount(queries, channelAccountId, health);
    const type = 'CHANNEL_ACCOUNT_CHANGED' as const;
    return {
      result: isNews,
      events: isNews ? [{ type, subject: { channelAccountId }, occurredAt: now }] : [],
    };
  });
  if (!hasPaused) return;
  core.log.warn(
    { accountId: channelAccountId, platformCode },
    'an account does not work any more; it is paused',
  );
  core.wake.accountChanged(channelAccountId);
}

async function changeReachability(
  core: Core,
  { workspaceId, channelAccountId, identityId }: ClaimedMessage,
  reachability: Reachability,
): Promise<void> {
  const now = core.clock.now();
  await commit(core, workspaceId, async (queries) => {
    const identity = await setReachability(queries, identityId, reachability, now);
    if (identity === null) return { result: null, events: [] };
    const subject = { identityId, channelAccountId, contactId: identity.contactId };
    return {
      result: null,
      events: [{ type: 'REACHABILITY_CHANGED', subject, occurredAt: now, detail: { reachability } }],
    };
  });
}

/** Once for each message: a platform that sends it round in a circle gets no further. */
async function follow(core: Core, message: ClaimedMessage, to: string): Promise<boolean> {
  const { workspaceId, channelAccountId, recipientExternalId } = message;
  if (to === recipientExternalId || (await hasFailedBefore(core.db, message.id, 'moved'))) return false;
  const now = core.clock.now();
  return commit(core, workspaceId, async (queries) => {
    const move = await moveIdentity(queries, channelAccountId, recipientExternalId, to, now);
    if (move.kind !== 'moved') return { result: move.kind === 'there-already', events: [] };
    const subject = { identityId: move.identity.id, contactId: move.identity.contactId, channelAccountId };
    return { result: true, events: [{ type: 'CONTACT_CHANGED', subject, occurredAt: now }] };
  });
}
