import { commit } from '../inbox/commit.ts';
import type { Core } from '../inbox/core.ts';
import { workspaceNow } from '../inbox/workspace-now.ts';
import type { WorkspaceEvent } from '../model/event.ts';
import type { IdentityId, WorkspaceId } from '../model/ids.ts';
import type { ReaderState } from '../model/migration.ts';
import { listPendingArrivals } from '../store/migration-links.ts';
import {
  findReader,
  findReaderOfInvitation,
  findReadersOfIdentity,
  lockReader,
  reconsiderReader,
  updateReader,
} from '../store/migration-readers.ts';
import type { MigrationReader } from '../store/rows.ts';
import { recorder } from './acting-viewer.ts';
import { followReferral } from './arrive.ts';
import { askToMove } from './ask-to-move.ts';
import { confirmMove, keepOneSubscription } from './confirm-move.ts';
import { readerChanged } from './migration-events.ts';

/** Everything in the log that moves a reader on, beside their answers. Following an event twice is once. */
export async function followMigration(core: Core, event: WorkspaceEvent): Promise<void> {
  const { identityId } = event.subject;
  switch (event.type) {
    case 'REFERRAL_RECEIVED':
      return followReferral(core, event);
    case 'MESSAGE_STATUS_CHANGED':
      return followInvitation(core, event);
    case 'MESSAGE_RECEIVED':
      if (identityId !== undefined) await reconsiderReader(core.db, event.workspaceId, identityId);
      return;
    case 'REACHABILITY_CHANGED':
      if (identityId !== undefined && event.detail.reachability === 'REACHABLE') {
        for (const arrival of await listPendingArrivals(core.db, event.workspaceId, identityId)) {
          await askToMove(core, arrival);
        }
      }
      return;
    case 'CONSENT_CHANGED':
      if (identityId !== undefined) await followConsent(core, event, identityId);
      return;
    default:
      return;
  }
}

/** An invitation that the platform or policy refused in the end reached nobody. */
async function followInvitation(core: Core, { workspaceId, subject, detail }: WorkspaceEvent): Promise<void> {
  const { status } = detail;
  if (subject.messageId === undefined || (status !== 'FAILED' && status !== 'REFUSED')) return;
  const found = await findReaderOfInvitation(core.db, workspaceId, subject.messageId);
  if (found === null) return;
  await advance(core, found, ['INVITED'], 'FAILED', { failure: `The invitation was ${status}.` });
}

async function followConsent(core: Core, event: WorkspaceEvent, identityId: IdentityId): Promise<void> {
  const { workspaceId, detail } = event;
  const isEnd = detail.action === 'WITHDRAWN' || detail.isOptedOut === true;
  for (const reader of await findReadersOfIdentity(core.db, workspaceId, identityId)) {
    const known = await findReader(core.db, workspaceId, reader.id);
    if (known === null || (detail.topicId !== undefined && detail.topicId !== known.migration.topicId))
      continue;
    if (reader.confirmedIdentityId === identityId) {
      if (isEnd) await advance(core, reader, ['CONFIRMED'], 'DECLINED');
      else if (detail.action === 'CONFIRMED') await comeBack(core, reader, identityId);
    } else if (isEnd) {
      await advance(core, reader, ['IMPORTED', 'INVITED', 'OPENED', 'FAILED'], 'DECLINED');
    }
  }
  if (detail.action !== 'CONFIRMED') return;
  // A colleague put the answer on record, or it came through another door than our question.
  for (const arrival of await listPendingArrivals(core.db, workspaceId, identityId)) {
    const known = await findReader(core.db, workspaceId, arrival.readerId);
    if (known?.migration.topicId !== detail.topicId) continue;
    const now = await workspaceNow(core, workspaceId);
    await commit(core, workspaceId, async (queries) => ({
      result: null,
      events: await confirmMove(queries, arrival, now),
    }));
  }
}

/** Somebody who had left subscribes again where they had moved to. */
async function comeBack(core: Core, reader: MigrationReader, identityId: IdentityId): Promise<void> {
  const known = await findReader(core.db, reader.workspaceId, reader.id);
  if (known === null) return;
  await advance(core, reader, ['DECLINED'], 'CONFIRMED');
  const now = await workspaceNow(core, reader.workspaceId);
  await commit(core, reader.workspaceId, async (queries) => ({
    result: null,
    events: await keepOneSubscription(queries, {
      workspaceId: reader.workspaceId,
      contactId: known.contact.id,
      topicId: known.migration.topicId,
      kept: identityId,
      evidence: 'They came back.',
      recordedBy: recorder(reader.migrationId),
      now,
    }),
  }));
}

const STAMPS: Readonly<Partial<Record<ReaderState, keyof MigrationReader>>> = {
  DECLINED: 'declinedAt',
  FAILED: 'failedAt',
  OPENED: 'openedAt',
  CONFIRMED: 'confirmedAt',
};

/** Moves a reader on from one of some states, with the event that says so; elsewhere they stay where they are. */
export async function advance(
  core: Pick<Core, 'db' | 'wake' | 'clock'>,
  { id, workspaceId }: { readonly id: MigrationReader['id']; readonly workspaceId: WorkspaceId },
  from: readonly ReaderState[],
  state: ReaderState,
  change: Parameters<typeof updateReader>[2] = {},
): Promise<void> {
  await commit(core, workspaceId, async (queries) => {
    const reader = await lockReader(queries, workspaceId, id);
    if (!from.includes(reader.state)) return { result: null, events: [] };
    const now = await workspaceNow({ db: queries, clock: core.clock }, workspaceId);
    const stamp = STAMPS[state];
    const changed = await updateReader(queries, reader, {
      ...change,
      state,
      stateAt: now,
      ...(stamp !== undefined && { [stamp]: now }),
    });
    return { result: null, events: [readerChanged(changed, now)] };
  });
}
