import { commit } from '../inbox/commit.ts';
import type { Core } from '../inbox/core.ts';
import { workspaceNow } from '../inbox/workspace-now.ts';
import type { WorkspaceEvent } from '../model/event.ts';
import { findConsentingIdentity } from '../store/consent-people.ts';
import { consentChanged } from './ledger-entry.ts';
import { withdrawAll } from './withdraw-consent.ts';

/**
 * A contact who blocks us, leaves, or refuses promotion at the platform has taken back every consent here. Sending
 * stops with the report itself; this writes it into the ledger.
 */
export async function followOptOut(core: Core, event: WorkspaceEvent): Promise<void> {
  const { identityId } = event.subject;
  const method = methodOf(event);
  if (identityId === undefined || method === null) return;
  const who = await findConsentingIdentity(core.db, event.workspaceId, identityId);
  if (who === null) return;
  const now = await workspaceNow(core, event.workspaceId);
  await commit(core, event.workspaceId, async (queries) => {
    const withdrawal = {
      topicId: null,
      method,
      messageId: null,
      evidence: null,
      recordedBy: 'automation',
      occurredAt: event.occurredAt,
    };
    const records = await withdrawAll(queries, who, withdrawal, now);
    return { result: null, events: records.map(consentChanged) };
  });
}

function methodOf({ type, detail }: WorkspaceEvent): 'PLATFORM' | 'BLOCK' | null {
  if (type === 'CONSENT_CHANGED') return detail.isOptedOut === true ? 'PLATFORM' : null;
  if (type !== 'REACHABILITY_CHANGED') return null;
  return detail.reachability === 'BLOCKED' || detail.reachability === 'GONE' ? 'BLOCK' : null;
}
