import { and, count, eq, gt, or } from 'drizzle-orm';
import type { CaseId, ConversationId, InboxId, MemberId, MessageId } from '../model/ids.ts';
import { conflict, forbidden, notFound, type UserError, validationFailed } from '../model/result.ts';
import { storableText } from '../model/storable-text.ts';
import { hasRole, type WorkspaceViewer } from '../model/viewer.ts';
import type { CaseStatus } from '../model/words.ts';
import type { Queries } from '../store/database.ts';
import { newId } from '../store/new-id.ts';
import { findRecipientByConversation } from '../store/recipients.ts';
import type { Case, Conversation, Inbox } from '../store/rows.ts';
import { cases, conversations, inboxes, members, messages } from '../store/tables/index.ts';
import { commit, type Done } from './commit.ts';
import type { Core } from './core.ts';

const TYPING_TIMEOUT_MS = 5_000;

/** Opens a desk. */
export async function createInbox(
  core: Core,
  viewer: WorkspaceViewer,
  input: { readonly name: string; readonly caseReopenGraceMs: number },
): Promise<{ readonly kind: 'done'; readonly inbox: Inbox } | UserError> {
  if (!hasRole(viewer, 'ADMIN')) return forbidden('ADMIN');
  const name = storableText(input.name).trim();
  if (name === '' || name.length > 200) return validationFailed('It has 1 to 200 characters.', ['name']);
  if (input.caseReopenGraceMs < 0) return validationFailed('It is not negative.', ['caseReopenGraceSeconds']);
  const [inbox] = await core.db.orm
    .insert(inboxes)
    .values({
      id: newId<InboxId>(),
      workspaceId: viewer.workspaceId,
      name,
      caseReopenGraceMs: input.caseReopenGraceMs,
      createdAt: core.clock.now(),
    })
    .returning();
  if (inbox === undefined) throw new Error('An insert returned no row.');
  return { kind: 'done', inbox };
}

/** What stands behind `upTo` stays unread; null: everything has been read. */
export async function markConversationRead(
  core: Core,
  viewer: WorkspaceViewer,
  input: { readonly conversationId: ConversationId; readonly upToMessageId: MessageId | null },
): Promise<{ readonly kind: 'done'; readonly conversation: Conversation } | UserError> {
  if (!hasRole(viewer, 'AGENT')) return forbidden('AGENT');
  return commit<{ kind: 'done'; conversation: Conversation } | UserError>(
    core,
    viewer.workspaceId,
    async (queries) => {
      const conversation = await lockConversation(queries, viewer, input.conversationId);
      if (conversation === null) return { result: notFound('conversation', ['conversationId']), events: [] };
      const unreadCount =
        input.upToMessageId === null ? 0 : await countBehind(queries, conversation, input.upToMessageId);
      if (unreadCount === null) return { result: notFound('message', ['upToMessageId']), events: [] };
      // Reading never makes more unread than there was.
      if (unreadCount >= conversation.unreadCount)
        return { result: { kind: 'done', conversation }, events: [] };
      const [changed] = await queries.orm
        .update(conversations)
        .set({ unreadCount })
        .where(eq(conversations.id, conversation.id))
        .returning();
      if (changed === undefined) throw new Error('A conversation vanished.');
      return {
        result: { kind: 'done', conversation: changed },
        events: [
          {
            type: 'CONVERSATION_READ',
            subject: { conversationId: conversation.id, contactId: conversation.contactId },
            occurredAt: core.clock.now(),
          },
        ],
      };
    },
  );
}

async function countBehind(
  queries: Queries,
  conversation: Conversation,
  messageId: MessageId,
): Promise<number | null> {
  const [upTo] = await queries.orm
    .select({ id: messages.id, sentAt: messages.sentAt })
    .from(messages)
    .where(and(eq(messages.id, messageId), eq(messages.conversationId, conversation.id)));
  if (upTo === undefined) return null;
  const [row] = await queries.orm
    .select({ behind: count() })
    .from(messages)
    .where(
      and(
        eq(messages.conversationId, conversation.id),
        eq(messages.direction, 'INBOUND'),
        or(gt(messages.sentAt, upTo.sentAt), and(eq(messages.sentAt, upTo.sentAt), gt(messages.id, upTo.id))),
      ),
    );
  return row?.behind ?? 0;
}

/** Moves a case on. Resolving closes it; opening a resolved one again is refused while a newer one is open. */
export async function setCaseStatus(
  core: Core,
  viewer: WorkspaceViewer,
  input: { readonly caseId: CaseId; readonly status: CaseStatus; readonly snoozedUntil: Date | null },
): Promise<{ readonly kind: 'done'; readonly case: Case } | UserError> {
  if (input.status === 'SNOOZED' && (input.snoozedUntil === null || input.snoozedUntil <= core.clock.now())) {
    return validationFailed('A snoozed case needs a time to come back, in the future.', ['snoozedUntil']);
  }
  return changeCase(core, viewer, input.caseId, async (queries, found, conversation) => {
    const now = core.clock.now();
    if (found.status === input.status && input.status !== 'SNOOZED') return found;
    if (conversation.openCaseId !== null && conversation.openCaseId !== found.id) {
      return conflict('A newer case of this conversation is open.', ['caseId']);
    }
    const isResolved = input.status === 'RESOLVED';
    await queries.orm
      .update(conversations)
      .set(
        isResolved
          ? { openCaseId: null, lastCaseId: found.id, lastCaseResolvedAt: now }
          : { openCaseId: found.id, lastCaseId: found.id },
      )
      .where(eq(conversations.id, conversation.id));
    const [changed] = await queries.orm
      .update(cases)
      .set({
        status: input.status,
        snoozedUntil: input.status === 'SNOOZED' ? input.snoozedUntil : null,
        resolvedAt: isResolved ? now : null,
      })
      .where(eq(cases.id, found.id))
      .returning();
    return changed ?? found;
  });
}

/** Gives a case to a colleague, or to nobody. */
export async function assignCase(
  core: Core,
  viewer: WorkspaceViewer,
  input: { readonly caseId: CaseId; readonly assigneeId: MemberId | null },
): Promise<{ readonly kind: 'done'; readonly case: Case } | UserError> {
  return changeCase(core, viewer, input.caseId, async (queries, found) => {
    if (input.assigneeId !== null) {
      const [member] = await queries.orm
        .select({ id: members.id })
        .from(members)
        .where(and(eq(members.id, input.assigneeId), eq(members.workspaceId, viewer.workspaceId)));
      if (member === undefined) return notFound('member', ['assigneeId']);
    }
    if (found.assigneeId === input.assigneeId) return found;
    const [changed] = await queries.orm
      .update(cases)
      .set({ assigneeId: input.assigneeId })
      .where(eq(cases.id, found.id))
      .returning();
    return changed ?? found;
  });
}

/** The conversation is locked before its case, as intake does it. */
async function changeCase(
  core: Core,
  viewer: WorkspaceViewer,
  caseId: CaseId,
  change: (queries: Queries, found: Case, conversation: Conversation) => Promise<Case | UserError>,
): Promise<{ readonly kind: 'done'; readonly case: Case } | UserError> {
  if (!hasRole(viewer, 'AGENT')) return forbidden('AGENT');
  type Outcome = { readonly kind: 'done'; readonly case: Case } | UserError;
  return commit<Outcome>(core, viewer.workspaceId, async (queries): Promise<Done<Outcome>> => {
    const mine = and(eq(cases.id, caseId), eq(cases.workspaceId, viewer.workspaceId));
    const [named] = await queries.orm.select().from(cases).where(mine);
    const conversation =
      named === undefined ? null : await lockConversation(queries, viewer, named.conversationId);
    const [found] = await queries.orm.select().from(cases).where(mine).for('update');
    if (found === undefined || conversation === null)
      return { result: notFound('case', ['caseId']), events: [] };
    const outcome = await change(queries, found, conversation);
    if ('kind' in outcome) return { result: outcome, events: [] };
    if (outcome === found) return { result: { kind: 'done', case: found }, events: [] };
    return {
      result: { kind: 'done', case: outcome },
      events: [
        {
          type: 'CASE_CHANGED',
          subject: { caseId, conversationId: conversation.id, contactId: conversation.contactId },
          occurredAt: core.clock.now(),
          detail: { status: outcome.status },
        },
      ],
    };
  });
}

/** Shows the contact that somebody is writing. Best effort: never an accident. */
export async function sendTyping(
  core: Core,
  viewer: WorkspaceViewer,
  input: { readonly conversationId: ConversationId },
): Promise<{ readonly kind: 'done'; readonly conversation: Conversation } | UserError> {
  if (!hasRole(viewer, 'AGENT')) return forbidden('AGENT');
  const recipient = await findRecipientByConversation(core.db, viewer.workspaceId, input.conversationId);
  if (recipient?.conversation == null) return notFound('conversation', ['conversationId']);
  const adapter = core.channels.find(recipient.account.channel);
  if (adapter?.startTyping === undefined) {
    return validationFailed(`${adapter?.displayName ?? 'This channel'} can not show typing.`, [
      'conversationId',
    ]);
  }
  try {
    const context = await core.openAccount(recipient.account, TYPING_TIMEOUT_MS);
    await adapter.startTyping(recipient.identity.externalId, context);
    return { kind: 'done', conversation: recipient.conversation };
  } catch (error) {
    core.log.warn({ error, accountId: recipient.account.id }, 'typing was not shown');
    return {
      kind: 'channel-unavailable',
      message: `${adapter.displayName} did not show it.`,
      path: [],
      platformCode: null,
      isRetryable: true,
    };
  }
}

async function lockConversation(
  queries: Queries,
  viewer: WorkspaceViewer,
  id: ConversationId,
): Promise<Conversation | null> {
  const [row] = await queries.orm
    .select()
    .from(conversations)
    .where(and(eq(conversations.id, id), eq(conversations.workspaceId, viewer.workspaceId)))
    .for('update');
  return row ?? null;
}
