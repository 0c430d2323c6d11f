import type { CaseId } from '../model/ids.ts';
import { forbidden, notFound, type UserError } from '../model/result.ts';
import { hasRole, type WorkspaceViewer } from '../model/viewer.ts';
import { findCase, lockCase } from '../store/cases.ts';
import { lockConversation } from '../store/conversations.ts';
import type { Queries } from '../store/database.ts';
import type { Case, Conversation } from '../store/rows.ts';
import { commit } from './commit.ts';
import type { Core } from './core.ts';

export type CaseOutcome = { readonly kind: 'done'; readonly case: Case } | UserError;

/** The case as it is now, or why it can not be changed so. The very row that was found: nothing is to change. */
type CaseChange = (queries: Queries, found: Case, conversation: Conversation) => Promise<CaseOutcome>;

/**
 * Changes one case while it and its conversation are held, and tells the workspace's readers when something
 * really changed. Two changes of one case take turns; none is lost.
 */
export async function changeCase(
  core: Core,
  viewer: WorkspaceViewer,
  caseId: CaseId,
  change: CaseChange,
): Promise<CaseOutcome> {
  if (!hasRole(viewer, 'AGENT')) return forbidden('AGENT');
  return await commit<CaseOutcome>(core, viewer.workspaceId, async (queries) => {
    const named = await findCase(queries, viewer.workspaceId, caseId);
    const conversation = named && (await lockConversation(queries, viewer.workspaceId, named.conversationId));
    if (conversation === null) return { result: notFound('case', ['caseId']), events: [] };

    const found = await lockCase(queries, viewer.workspaceId, caseId);
    const result = await change(queries, found, conversation);
    if (result.kind !== 'done' || result.case === found) return { result, events: [] };
    const { status, assigneeId } = result.case;
    return {
      result,
      events: [
        {
          type: 'CASE_CHANGED',
          subject: { caseId, conversationId: conversation.id, contactId: conversation.contactId },
          occurredAt: core.clock.now(),
          detail: { status, assigneeId },
        },
      ],
    };
  });
}
