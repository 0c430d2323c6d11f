import type { Core } from '../inbox/core.ts';
import { workspaceNow } from '../inbox/workspace-now.ts';
import { readConsentsOfIdentity } from '../store/consent-ledger.ts';
import type { ConsentingIdentity } from '../store/consent-people.ts';
import type { Topic } from '../store/rows.ts';
import { automationOf } from './automation-viewer.ts';
import { requestConsent } from './request-consent.ts';
import { subscriptionsOf } from './subscriptions.ts';

/** How somebody came to be asked. */
export interface Wish {
  /** Names the wish: the same one asks once. */
  readonly key: string;
  /** For the ledger, in words. */
  readonly context: string;
}

/** Asks somebody who wished to subscribe to confirm; whoever has confirmed, or is being asked, is not asked again. */
export async function beginSubscription(
  core: Core,
  who: ConsentingIdentity,
  topic: Topic,
  { key, context }: Wish,
): Promise<void> {
  const { id, workspaceId } = who.identity;
  const records = await readConsentsOfIdentity(core.db, workspaceId, id);
  const now = await workspaceNow(core, workspaceId);
  const standing = subscriptionsOf(records, now).find(({ topicId }) => topicId === topic.id);
  if (standing?.state === 'CONFIRMED' || standing?.state === 'REQUESTED') return;
  const outcome = await requestConsent(core, automationOf(workspaceId), {
    identityId: id,
    topicId: topic.id,
    idempotencyKey: `subscribe:${key}`,
    context,
  });
  if (outcome.kind !== 'requested') {
    core.log.info({ identityId: id, outcome: outcome.kind }, 'a wish to subscribe was not answered');
  }
}
