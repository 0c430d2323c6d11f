import type { ParsedPayload } from '../channel/index.ts';
import { insertDeadLetter } from '../store/dead-letters.ts';
import type { Core } from './core.ts';
import { inOwnTime, ownTimeOf } from './in-own-time.ts';
import type { MessageWriter } from './message-writer.ts';
import { type Inbound, receiveInbound } from './receive-inbound.ts';
import type { ReceivingAccount, ReceivingAccounts } from './receiving-account.ts';

/** A body, understood as far as it was, each event with the account that it belongs to. */
export interface ReadBody {
  readonly account: ReceivingAccount;
  readonly body: Uint8Array;
  readonly receivedAt: Date;
  readonly inbound: readonly Inbound[];
  /** What was not understood. */
  readonly unknown: readonly string[];
  /** Events for accounts that are none of the workspace's. */
  readonly strangers: readonly string[];
}

/**
 * One body can speak for several accounts of a workspace, by the platform's ids of them.
 *
 * @param isFrom  Whether the request proves itself with that account's secret too: one account's secret must not
 *                speak for another.
 */
export async function readBody(
  core: Pick<Core, 'clock'>,
  accounts: Pick<ReceivingAccounts, 'findConcerned'>,
  account: ReceivingAccount,
  body: Uint8Array,
  parsed: ParsedPayload,
  isFrom: (account: ReceivingAccount) => boolean,
): Promise<ReadBody> {
  const receivedAt = core.clock.now();
  const strangers: string[] = [];
  const inbound: Inbound[] = [];
  for (const { accountExternalId, event } of parsed.events) {
    const concerned =
      accountExternalId === null ? [account] : await accounts.findConcerned(account, accountExternalId);
    const owners = concerned.filter((owner) => owner === account || isFrom(owner));
    inbound.push(
      ...owners.map((owner) => ({
        account: owner,
        event: inOwnTime(owner, event),
        body,
        receivedAt: ownTimeOf(owner, receivedAt),
      })),
    );
    if (owners.length === 0) strangers.push(`${event.kind} for ${accountExternalId}`);
  }
  return { account, body, receivedAt, inbound, strangers, unknown: parsed.unknown };
}

/**
 * Makes bodies durable: what was understood in their order, the rest raw.
 *
 * @throws {StoreAway} and whatever keeping a dead letter throws: then nothing may be acknowledged.
 */
export async function storeBodies(
  core: Core,
  writer: MessageWriter,
  bodies: readonly ReadBody[],
): Promise<void> {
  await receiveInbound(
    core,
    writer,
    bodies.flatMap(({ inbound }) => inbound),
  );
  for (const { account, body, receivedAt, unknown, strangers } of bodies) {
    const keep = async (reason: 'not-understood' | 'account-unknown', labels: readonly string[]) => {
      if (labels.length === 0) return;
      const detail = labels.join(', ').slice(0, MAX_DETAIL);
      core.log.warn(
        { accountId: account.id, channel: account.channel, reason },
        'a body is kept as a dead letter',
      );
      await insertDeadLetter(core.db, account, { reason, detail, body, receivedAt });
    };
    await keep('not-understood', unknown);
    await keep('account-unknown', strangers);
  }
}

const MAX_DETAIL = 500;
