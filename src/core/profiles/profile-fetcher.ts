import { ChannelError } from '../channel/index.ts';
import { createWorkLoop, type WorkLoop } from '../events/work-loop.ts';
import type { Core } from '../inbox/core.ts';
import type { ContentStore } from '../media/content-store.ts';
import {
  claimProfileTasks,
  endProfileTask,
  findProfileOwner,
  type ProfileTask,
  postponeProfileTask,
} from '../store/profile-tasks.ts';
import { fillProfile } from './fill-profile.ts';

/** Few at once: profiles can wait, and platforms count these calls together with those that send. */
const BATCH = 4;
const TIMEOUT_MS = 15_000;
const LEASE_SECONDS = 45;
const POLL_MS = 1_000;
/** A minute, then four times as long each time, about six hours in all; longer where the platform's limit says so. */
const FIRST_WAIT_SECONDS = 60;
const MAX_ATTEMPTS = 5;
/** An account that is paused or switched off is asked nothing. */
const WAIT_FOR_ACCOUNT_SECONDS = 3_600;

export interface ProfileFetcherOptions {
  /** Default {@link POLL_MS}. */
  readonly pollMs?: number;
}

/** Asks platforms what new contacts are called, apart from their messages, which have long arrived. */
export function createProfileFetcher(
  core: Core,
  contentStore: ContentStore,
  { pollMs = POLL_MS }: ProfileFetcherOptions = {},
): WorkLoop {
  const limits = core.channels.all.flatMap(({ name, profileLimit }) =>
    profileLimit === undefined
      ? []
      : [{ channel: name, times: profileLimit.times, seconds: profileLimit.perMs / 1_000 }],
  );
  return createWorkLoop({
    async round() {
      const tasks = await claimProfileTasks(core.db, BATCH, LEASE_SECONDS, limits);
      await Promise.all(
        tasks.map((task) =>
          askFor(core, contentStore, task).catch((error: unknown) =>
            core.log.error(
              { error, identityId: task.identityId },
              'a profile could not be settled; it will be tried again',
            ),
          ),
        ),
      );
      return tasks.length === BATCH;
    },
    onFailure: (error) => core.log.warn({ error }, 'profiles to ask for could not be read; trying again'),
    napMs: pollMs,
  });
}

async function askFor(
  core: Core,
  contentStore: ContentStore,
  { identityId, attemptCount }: ProfileTask,
): Promise<void> {
  const owner = await findProfileOwner(core.db, identityId);
  const adapter = owner === null ? null : core.channels.find(owner.account.channel);
  if (owner === null || adapter?.fetchProfile === undefined) return endProfileTask(core.db, identityId);
  if (owner.account.status !== 'ACTIVE') {
    return postponeProfileTask(core.db, identityId, WAIT_FOR_ACCOUNT_SECONDS);
  }
  try {
    const context = await core.openAccount(owner.account, TIMEOUT_MS);
    const facts = await adapter.fetchProfile(owner.identity.externalId, context);
    if (facts !== null) await fillProfile(core, contentStore, owner, facts, adapter, context);
    await endProfileTask(core.db, identityId);
  } catch (error) {
    core.log.warn({ error, identityId, accountId: owner.account.id }, 'a profile could not be fetched');
    const isFinal =
      attemptCount >= MAX_ATTEMPTS || (error instanceof ChannelError && error.kind === 'rejected');
    if (isFinal) return endProfileTask(core.db, identityId);
    const asked = error instanceof ChannelError ? (error.facts.retryAfterMs ?? 0) / 1000 : 0;
    await postponeProfileTask(
      core.db,
      identityId,
      Math.max(asked, FIRST_WAIT_SECONDS * 4 ** (attemptCount - 1)),
    );
  }
}
