import type {
  CaseId,
  ContactId,
  ConversationId,
  IdentityId,
  IdentityLinkId,
  WorkspaceId,
} from '../model/ids.ts';
import { conflict, forbidden, notFound, type UserError, validationFailed } from '../model/result.ts';
import { storableText } from '../model/storable-text.ts';
import { hasRole, type WorkspaceViewer } from '../model/viewer.ts';
import type { Queries } from '../store/database.ts';
import type { EventDraft } from '../store/event-log.ts';
import { findContact, giveIdentity, insertIdentityLink, lockIdentityRow } from '../store/identity-links.ts';
import {
  closeCase,
  ensureThread,
  findThreads,
  lockCases,
  lockThreads,
  moveCases,
  moveThread,
  refreshThreads,
  type Snapshot,
  setCounts,
} from '../store/identity-threads.ts';
import { newId } from '../store/new-id.ts';
import type { Identity, IdentityLink } from '../store/rows.ts';
import { commit } from './commit.ts';
import type { Core } from './core.ts';

const MAX_EVIDENCE = 2_000;

export interface IdentityLinked {
  readonly kind: 'linked';
  readonly identity: Identity;
  readonly link: IdentityLink;
}

/** What a link did to one desk: enough to undo it. */
export interface LinkedThread {
  readonly sourceId: ConversationId;
  readonly targetId: ConversationId;
  readonly isTargetNew: boolean;
  /** By how much the numbers of the moved messages grew. */
  readonly shift: number;
  /** The target's numbers up to this one were there when the link was made. */
  readonly upTo: number;
  readonly movedUnread: number;
  readonly source: { readonly before: Snapshot; readonly after: Snapshot };
  readonly target: { readonly before: Snapshot; readonly after: Snapshot };
  readonly cases: readonly { readonly before: Snapshot; readonly after: Snapshot }[];
}

/**
 * Puts on record that an identity is a contact whom we know already. Its messages go along into that contact's
 * conversations, with what is unread and unresolved; `unlinkIdentity` takes all of it back.
 */
export async function linkIdentity(
  core: Pick<Core, 'db' | 'wake' | 'clock'>,
  viewer: WorkspaceViewer,
  input: { readonly identityId: IdentityId; readonly contactId: ContactId; readonly evidence: string },
): Promise<IdentityLinked | UserError> {
  if (!hasRole(viewer, 'AGENT')) return forbidden('AGENT');
  const evidence = storableText(input.evidence).trim();
  if (evidence === '' || evidence.length > MAX_EVIDENCE) {
    return validationFailed(
      `Say how you know that they are one person, in 1 to ${MAX_EVIDENCE} characters.`,
      ['evidence'],
    );
  }
  return commit<IdentityLinked | UserError>(core, viewer.workspaceId, async (queries) => {
    const now = core.clock.now();
    const ask = { ...input, evidence, workspaceId: viewer.workspaceId, linkedBy: viewer.id, now };
    const { result, events } = await linkWithin(queries, ask);
    return { result, events };
  });
}

export interface LinkWithin {
  readonly workspaceId: WorkspaceId;
  readonly identityId: IdentityId;
  readonly contactId: ContactId;
  readonly evidence: string;
  readonly linkedBy: string;
  readonly now: Date;
}

/** The same inside a transaction that does more. */
export async function linkWithin(
  queries: Queries,
  { workspaceId, identityId, contactId, evidence, linkedBy, now }: LinkWithin,
): Promise<{ readonly result: IdentityLinked | UserError; readonly events: EventDraft[] }> {
  const identity = await lockIdentityRow(queries, workspaceId, identityId);
  if (identity === null) return { result: notFound('identity', ['identityId']), events: [] };
  const contact = await findContact(queries, workspaceId, contactId);
  if (contact === null) return { result: notFound('contact', ['contactId']), events: [] };
  if (identity.contactId === contact.id) {
    return { result: conflict('The identity is this contact’s already.', ['contactId']), events: [] };
  }
  const fromContactId = identity.contactId;
  const threads: LinkedThread[] = [];
  for (const { conversationId } of await findThreads(queries, workspaceId, fromContactId, identityId)) {
    threads.push(await join(queries, identity, conversationId, contact.id, now));
  }
  const linked = await giveIdentity(queries, identity, contact.id);
  const link = await insertIdentityLink(queries, {
    id: newId<IdentityLinkId>(),
    workspaceId,
    identityId,
    fromContactId,
    toContactId: contact.id,
    evidence,
    linkedBy,
    linkedAt: now,
    threads: threads.map((thread) => ({ ...thread })),
  });
  const subject = { identityId, contactId: contact.id, channelAccountId: identity.channelAccountId };
  const detail = { linkId: link.id, fromContactId };
  const [first] = threads;
  const events: EventDraft[] = [
    {
      type: 'IDENTITY_LINKED',
      subject: first === undefined ? subject : { ...subject, conversationId: first.targetId },
      occurredAt: now,
      detail,
    },
  ];
  return { result: { kind: 'linked', identity: linked, link }, events };
}

async function join(
  queries: Queries,
  identity: Identity,
  sourceId: ConversationId,
  contactId: ContactId,
  now: Date,
): Promise<LinkedThread> {
  const { id: targetId, isNew } = await ensureThread(queries, sourceId, contactId, now);
  const before = await lockThreads(queries, [sourceId, targetId]);
  const source = rowOf(before, sourceId);
  const target = rowOf(before, targetId);
  const casesBefore = await lockCases(queries, sourceId);
  await lockCases(queries, targetId);

  const shift = Number(target.message_count);
  const moved = await moveThread(queries, {
    from: sourceId,
    to: targetId,
    identityId: identity.id,
    shift,
    upTo: Number(source.message_count),
    base: shift,
    unreadCount: Number(source.unread_count),
  });
  // A conversation that others still write in keeps its cases: they are about all who do.
  const isEmptied = moved.remaining === 0;
  if (isEmptied) {
    if (source.open_case_id !== null && target.open_case_id !== null) {
      await closeCase(queries, source.open_case_id as CaseId, now);
    }
    await moveCases(queries, sourceId, targetId);
  }
  await setCounts(queries, sourceId, {
    unread: Number(source.unread_count) - moved.unread,
    messages: Number(source.message_count),
  });
  await setCounts(queries, targetId, {
    unread: Number(target.unread_count) + moved.unread,
    messages: shift + Number(source.message_count),
  });
  await refreshThreads(queries, [sourceId, targetId]);
  const after = await lockThreads(queries, [sourceId, targetId]);
  const casesAfter = new Map((await lockCases(queries, targetId)).map((row) => [row.id, row]));
  return {
    sourceId,
    targetId,
    isTargetNew: isNew,
    shift,
    upTo: shift + Number(source.message_count),
    movedUnread: moved.unread,
    source: { before: source, after: rowOf(after, sourceId) },
    target: { before: target, after: rowOf(after, targetId) },
    cases: casesBefore.flatMap((row) => {
      const then = casesAfter.get(row.id);
      return then === undefined ? [] : [{ before: row, after: then }];
    }),
  };
}

export function rowOf(rows: ReadonlyMap<ConversationId, Snapshot>, id: ConversationId): Snapshot {
  const row = rows.get(id);
  if (row === undefined) throw new Error('A locked conversation vanished.');
  return row;
}
