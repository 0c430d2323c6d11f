import type { AccountHealthEvent } from '../channel/index.ts';
import { storableText } from '../model/storable-text.ts';
import type { Queries } from '../store/database.ts';
import type { EventDraft } from '../store/event-log.ts';
import { changeHealth, lockHealth } from '../store/receiving-accounts.ts';
import type { ReceivingAccount } from './receiving-account.ts';

/** What the platform says about the account itself; one step of its health per code, the latest notice counts. */
export async function receiveAccountHealth(
  queries: Queries,
  account: ReceivingAccount,
  event: AccountHealthEvent,
  receivedAt: Date,
): Promise<EventDraft[]> {
  const notice = {
    name: `platform: ${storableText(event.code)}`,
    isOk: event.level === 'ok',
    description: storableText(event.description),
    platformCode: storableText(event.code),
  };
  const health = await lockHealth(queries, account.id);
  const before = health.steps.find(({ name }) => name === notice.name);
  const isKnown = before?.isOk === notice.isOk && before.description === notice.description;
  if (isKnown && health.level === event.level) return [];
  await changeHealth(queries, account.id, {
    level: event.level,
    checkedAt: receivedAt.toISOString(),
    steps: [...health.steps.filter(({ name }) => name !== notice.name), notice],
  });
  return [
    { type: 'CHANNEL_ACCOUNT_CHANGED', subject: { channelAccountId: account.id }, occurredAt: receivedAt },
  ];
}
