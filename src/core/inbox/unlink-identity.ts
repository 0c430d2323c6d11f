import type { ConversationId, IdentityId } from '../model/ids.ts';
import { conflict, forbidden, notFound, type UserError, validationFailed } from '../model/result.ts';
import { storableText } from '../model/storable-text.ts';
import { hasRole, type WorkspaceViewer } from '../model/viewer.ts';
import type { Queries } from '../store/database.ts';
import type { EventDraft } from '../store/event-log.ts';
import { endIdentityLink, findStandingLink, giveIdentity, lockIdentityRow } from '../store/identity-links.ts';
import {
  countSince,
  ensureThread,
  findThreads,
  lockCases,
  lockThreads,
  moveCases,
  moveThread,
  openCase,
  refreshThreads,
  removeThread,
  restoreCase,
  restoreThread,
  type Since,
  type Snapshot,
  setCounts,
} from '../store/identity-threads.ts';
import type { Identity, IdentityLink } from '../store/rows.ts';
import { commit } from './commit.ts';
import type { Core } from './core.ts';
import { type LinkedThread, rowOf } from './link-identity.ts';

const MAX_REASON = 2_000;

export interface IdentityUnlinked {
  readonly kind: 'unlinked';
  readonly identity: Identity;
  readonly link: IdentityLink;
}

/**
 * Undoes the link that put an identity where it is. Where nothing has happened since, everything is again as it was,
 * byte for byte; what was said since stays with whoever said it, or to whom it was said.
 */
export async function unlinkIdentity(
  core: Pick<Core, 'db' | 'wake' | 'clock'>,
  viewer: WorkspaceViewer,
  input: { readonly identityId: IdentityId; readonly reason: string },
): Promise<IdentityUnlinked | UserError> {
  if (!hasRole(viewer, 'AGENT')) return forbidden('AGENT');
  const reason = storableText(input.reason).trim();
  if (reason === '' || reason.length > MAX_REASON) {
    return validationFailed(`Say why, in 1 to ${MAX_REASON} characters.`, ['reason']);
  }
  return commit<IdentityUnlinked | UserError>(core, viewer.workspaceId, (queries) =>
    unlinkWithin(queries, viewer.workspaceId, {
      identityId: input.identityId,
      reason,
      unlinkedBy: viewer.id,
      now: core.clock.now(),
    }),
  );
}

/** The same inside a transaction that does more. */
export async function unlinkWithin(
  queries: Queries,
  workspaceId: Identity['workspaceId'],
  ask: {
    readonly identityId: IdentityId;
    readonly reason: string;
    readonly unlinkedBy: string;
    readonly now: Date;
  },
): Promise<{ readonly result: IdentityUnlinked | UserError; readonly events: EventDraft[] }> {
  const { identityId, now } = ask;
  const identity = await lockIdentityRow(queries, workspaceId, identityId);
  if (identity === null) return { result: notFound('identity', ['identityId']), events: [] };
  const link = await findStandingLink(queries, workspaceId, identityId);
  if (link === null) {
    return {
      result: conflict('This identity was never linked to another contact.', ['identityId']),
      events: [],
    };
  }
  const events: EventDraft[] = [];
  // Written by `linkIdentity` alone, and read by nobody else.
  const recorded = link.threads as unknown as readonly LinkedThread[];
  for (const thread of recorded) events.push(...(await part(queries, identity, thread, now)));
  // Desks where the identity first wrote after it had been linked.
  for (const { conversationId } of await findThreads(queries, workspaceId, identity.contactId, identityId)) {
    const { id, isNew } = await ensureThread(queries, conversationId, link.fromContactId, now);
    events.push(
      ...(await part(queries, identity, await unrecorded(queries, conversationId, id, isNew), now)),
    );
  }
  const given = await giveIdentity(queries, identity, link.fromContactId);
  const ended = await endIdentityLink(queries, workspaceId, link.id, {
    unlinkedAt: now,
    unlinkedBy: ask.unlinkedBy,
    unlinkReason: ask.reason,
  });
  events.unshift({
    type: 'IDENTITY_UNLINKED',
    subject: { identityId, contactId: link.fromContactId, channelAccountId: identity.channelAccountId },
    occurredAt: now,
    detail: { linkId: link.id, fromContactId: link.toContactId },
  });
  return { result: { kind: 'unlinked', identity: given, link: ended }, events };
}

/** As if a link had joined two conversations when both were empty: all that is there has come since. */
async function unrecorded(
  queries: Queries,
  targetId: ConversationId,
  sourceId: ConversationId,
  isNew: boolean,
): Promise<LinkedThread> {
  const rows = await lockThreads(queries, [sourceId, targetId]);
  const source = rowOf(rows, sourceId);
  const empty = { ...rowOf(rows, targetId), message_count: 0, unread_count: 0 };
  return {
    sourceId,
    targetId,
    isTargetNew: false,
    shift: 0,
    upTo: 0,
    movedUnread: 0,
    source: { before: isNew ? { ...source, message_count: 0 } : source, after: source },
    target: { before: empty, after: empty },
    cases: [],
  };
}

async function part(
  queries: Queries,
  identity: Identity,
  thread: LinkedThread,
  now: Date,
): Promise<EventDraft[]> {
  const { sourceId, targetId, shift } = thread;
  const rows = await lockThreads(queries, [sourceId, targetId]);
  const source = rowOf(rows, sourceId);
  const target = rowOf(rows, targetId);
  await lockCases(queries, sourceId);
  await lockCases(queries, targetId);
  const since = await countSince(queries, targetId, identity.id, thread.upTo);
  const isUntouched =
    since.mine + since.others === 0 &&
    isSame(source, thread.source.after) &&
    isSame(target, thread.target.after);

  const moved = await moveThread(queries, {
    from: targetId,
    to: sourceId,
    identityId: identity.id,
    shift: -shift,
    upTo: thread.upTo,
    base: Number(source.message_count),
    unreadCount: Number(target.unread_count),
  });
  const mayReopen = source.open_case_id === null;
  for (const { before, after } of thread.cases) await restoreCase(queries, { before, after, mayReopen });
  const isEmptied = moved.remaining === 0;
  if (isEmptied && !isUntouched) await moveCases(queries, targetId, sourceId);

  if (isUntouched) {
    await restoreThread(queries, thread.source.before);
    await restoreThread(queries, thread.target.before);
  } else {
    const unread = unreadOfIdentity(thread, target, since, moved.unread);
    await setCounts(queries, sourceId, {
      unread: Number(source.unread_count) + unread,
      messages: Number(source.message_count) + since.mine,
    });
    await setCounts(queries, targetId, {
      unread: Number(target.unread_count) - unread,
      messages:
        since.others === 0 ? Number(thread.target.before.message_count) : Number(target.message_count),
    });
    await refreshThreads(queries, [sourceId, targetId]);
  }
  if (isEmptied && thread.isTargetNew) {
    await removeThread(queries, targetId);
    return [];
  }
  return isUntouched
    ? []
    : openMissingCases(queries, identity, { thread, since, covering: target.open_case_id, now });
}

/**
 * How many of the unread messages are the identity's. Unless somebody has read since, that is what it brought and
 * added; otherwise the latest ones are the unread ones.
 */
function unreadOfIdentity(thread: LinkedThread, target: Snapshot, since: Since, latest: number): number {
  const others = Number(thread.target.before.unread_count) + since.othersInbound;
  const mine = thread.movedUnread + since.mineInbound;
  return Number(target.unread_count) === others + mine ? mine : latest;
}

/** The case that covered what both have written is one side's; the other side's messages need one too. */
async function openMissingCases(
  queries: Queries,
  identity: Identity,
  {
    thread: { sourceId, targetId },
    since,
    covering,
    now,
  }: {
    readonly thread: LinkedThread;
    readonly since: Since;
    readonly covering: unknown;
    readonly now: Date;
  },
): Promise<EventDraft[]> {
  if (covering === null) return [];
  const rows = await lockThreads(queries, [sourceId, targetId]);
  const events: EventDraft[] = [];
  for (const [id, inbound] of [
    [sourceId, since.mineInbound],
    [targetId, since.othersInbound],
  ] as const) {
    const conversation = rowOf(rows, id);
    if (conversation.open_case_id !== null || inbound === 0) continue;
    const caseId = await openCase(queries, identity.workspaceId, id, now);
    events.push({ type: 'CASE_OPENED', subject: { caseId, conversationId: id }, occurredAt: now });
  }
  return events;
}

/** Rows as JSON have their columns in one order. */
const isSame = (one: Snapshot, other: Snapshot): boolean => canonical(one) === canonical(other);
const canonical = (row: Snapshot): string =>
  JSON.stringify(Object.entries(row).sort(([one], [other]) => (one < other ? -1 : 1)));
