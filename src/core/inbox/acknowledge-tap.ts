import type { InboundEvent } from '../channel/index.ts';
import type { Core } from './core.ts';
import type { ReceivingAccount } from './receiving-account.ts';

const TIMEOUT_MS = 5_000;

/**
 * Tells the platform that a tap was noticed, so that the contact's app stops waiting. Best effort and after the
 * commit: lost, it costs a spinner and nothing else.
 */
export function acknowledgeTap(core: Core, account: ReceivingAccount, event: InboundEvent): void {
  const { acknowledge } = account.adapter;
  if (event.kind !== 'message' || event.acknowledgement === undefined || acknowledge === undefined) return;
  const token = event.acknowledgement;
  core
    .openAccount(account, TIMEOUT_MS)
    .then((context) => acknowledge(token, context))
    .catch((error: unknown) => core.log.warn({ error, accountId: account.id }, 'a tap was not acknowledged'));
}
