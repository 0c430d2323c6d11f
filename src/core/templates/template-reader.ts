import { createWorkLoop, type WorkLoop } from '../events/work-loop.ts';
import type { Core } from '../inbox/core.ts';
import { findChannelAccount } from '../store/channel-accounts.ts';
import { claimTemplateSyncs, type SyncOwner, setTemplateSyncFailed } from '../store/template-syncs.ts';
import { refreshTemplates } from './refresh-templates.ts';

const BATCH = 4;
/** Longer than the longest list takes; who holds an account and dies is followed by somebody else after that. */
const LEASE_SECONDS = 15 * 60;
const FIRST_WAIT_SECONDS = 30;
const LONGEST_WAIT_SECONDS = 6 * 60 * 60;
const LOOK_MS = 2_000;

type ReaderCore = Pick<Core, 'db' | 'clock' | 'wake' | 'openAccount' | 'channels' | 'log'>;

/**
 * Reads the templates of accounts that were just connected, of those whose news told too little, and of all once a
 * day. Apart from connecting, which it neither holds up nor fails.
 */
export function createTemplateReader(core: ReaderCore): WorkLoop {
  return createWorkLoop({
    round: async () => (await readDueTemplates(core)) > 0,
    onFailure: (error) =>
      core.log.warn({ error }, 'accounts whose templates are due could not be read; trying again'),
    napMs: LOOK_MS,
    listen: (wake) => core.wake.onAccountChanged(wake),
  });
}

/** One round. @returns for how many accounts it looked. */
export async function readDueTemplates(core: ReaderCore): Promise<number> {
  const channels = core.channels.all
    .filter(({ templates }) => templates !== undefined)
    .map(({ name }) => name);
  if (channels.length === 0) return 0;
  const due = await claimTemplateSyncs(core.db, channels, BATCH, LEASE_SECONDS);
  await Promise.all(due.map((owner) => readOne(core, owner)));
  return due.length;
}

async function readOne(core: ReaderCore, owner: SyncOwner): Promise<void> {
  try {
    const account = await findChannelAccount(core.db, owner.workspaceId, owner.id);
    const port = account === null ? undefined : core.channels.find(account.channel)?.templates;
    if (account === null || port === undefined) return;
    await refreshTemplates(core, account, port);
  } catch (error) {
    core.log.warn({ error, accountId: owner.id }, 'the templates of an account could not be read');
    const failure = error instanceof Error ? error.message.slice(0, 500) : 'unknown';
    await setTemplateSyncFailed(core.db, owner.id, failure, FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS);
  }
}
