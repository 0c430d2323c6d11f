import type { ChannelAccountId } from '../model/ids.ts';
import type { Queries, Statement } from './database.ts';

export interface PollLease {
  readonly id: ChannelAccountId;
  readonly fence: number;
  readonly cursor: string | null;
}

const TAKE: Statement = {
  name: 'take_polling',
  text: `
    UPDATE channel_accounts
       SET poll_lease_until = now() + make_interval(secs => $1::float8), poll_fence = poll_fence + 1
     WHERE id IN (
       SELECT id FROM channel_accounts
        WHERE receive_mode = 'polling' AND status = 'ACTIVE'
          AND (poll_lease_until IS NULL OR poll_lease_until < now()) AND id <> ALL ($2::uuid[])
        FOR UPDATE SKIP LOCKED)
    RETURNING id, poll_fence AS fence, poll_cursor AS cursor`,
};

/** Takes accounts that nobody polls, until `leaseSeconds` have passed on database time. */
export async function takePollLeases(
  queries: Queries,
  leaseSeconds: number,
  except: readonly ChannelAccountId[],
): Promise<readonly PollLease[]> {
  return queries.run<PollLease>(TAKE, [leaseSeconds, except]);
}

const RENEW: Statement = {
  name: 'renew_polling',
  text: `
    UPDATE channel_accounts
       SET poll_lease_until = now() + make_interval(secs => $3::float8), poll_cursor = $4
     WHERE id = $1::uuid AND poll_fence = $2::int AND status = 'ACTIVE'
    RETURNING id`,
};

/** Moves the cursor and the lease together; false: another process has the account, or it was paused. */
export async function renewPollLease(
  queries: Queries,
  lease: PollLease,
  leaseSeconds: number,
): Promise<boolean> {
  const rows = await queries.run(RENEW, [lease.id, lease.fence, leaseSeconds, lease.cursor]);
  return rows.length > 0;
}

const RELEASE: Statement = {
  name: 'release_polling',
  text: `UPDATE channel_accounts SET poll_lease_until = NULL WHERE id = $1::uuid AND poll_fence = $2::int`,
};

export async function releasePollLease(queries: Queries, lease: PollLease): Promise<void> {
  await queries.run(RELEASE, [lease.id, lease.fence]);
}
