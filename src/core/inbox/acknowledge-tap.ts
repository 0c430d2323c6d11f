import type { InboundEvent } from '../channel/index.ts';
import type { Core } from './core.ts';
import type { ReceivingAccount } from './receiving-account.ts';

const TIMEOUT_MS = 5_000;
/** Beyond so many calls at once a tap's spinner runs out by itself. */
const MAX_AT_ONCE = 32;

/**
 * Tells platforms that taps were noticed, so that the contact's app stops waiting. Best effort and after the
 * commit: lost, it costs a spinner and nothing else.
 */
export function createTapAcknowledger(core: Core): (account: ReceivingAccount, event: InboundEvent) => void {
  let underWay = 0;
  return (account, event) => {
    const { acknowledge } = account.adapter;
    if (event.kind !== 'message' || event.acknowledgement === undefined || acknowledge === undefined) return;
    if (underWay >= MAX_AT_ONCE) {
      core.log.warn({ accountId: account.id }, 'a tap was not acknowledged: too many at once');
      return;
    }
    const token = event.acknowledgement;
    underWay += 1;
    core
      .openAccount(account, TIMEOUT_MS)
      .then((context) => acknowledge(token, context))
      .catch((error: unknown) =>
        core.log.warn({ error, accountId: account.id }, 'a tap was not acknowledged'),
      )
      .finally(() => {
        underWay -= 1;
      });
  };
}
