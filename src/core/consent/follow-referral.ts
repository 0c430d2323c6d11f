import type { Core } from '../inbox/core.ts';
import type { IdentityId, WorkspaceId } from '../model/ids.ts';
import { readConsentsOfIdentity } from '../store/consent-ledger.ts';
import { findConsentingIdentity } from '../store/consent-people.ts';
import { findLastReferral, findTopicByRef } from '../store/topics.ts';
import { beginSubscription } from './begin-subscription.ts';
import { readSignUpRef } from './topic-terms.ts';

/** Whoever came through a link that leads to a topic's sign-up is asked to confirm. */
export async function followReferral(
  core: Core,
  workspaceId: WorkspaceId,
  identityId: IdentityId,
): Promise<void> {
  const referral = await findLastReferral(core.db, workspaceId, identityId);
  const ref = referral === null ? null : readSignUpRef(referral.ref);
  if (referral === null || ref === null) return;
  const topic = await findTopicByRef(core.db, workspaceId, ref.signUpRef);
  const who = topic === null ? null : await findConsentingIdentity(core.db, workspaceId, identityId);
  if (topic === null || who === null) return;
  const records = await readConsentsOfIdentity(core.db, workspaceId, identityId);
  // What the contact decided since they followed the link stands.
  const isDecided = records.some(
    (record) => record.topicId === topic.id && record.occurredAt >= referral.occurredAt,
  );
  if (isDecided) return;
  const place = ref.source === null ? '' : ` at "${ref.source}"`;
  const context = `The contact followed a link${place}, referral ${referral.id}.`;
  await beginSubscription(core, who, topic, { key: `link:${referral.id}`, context });
}
