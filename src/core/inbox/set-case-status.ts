import type { CaseId } from '../model/ids.ts';
import { conflict, validationFailed } from '../model/result.ts';
import type { WorkspaceViewer } from '../model/viewer.ts';
import type { CaseStatus } from '../model/words.ts';
import { updateCase } from '../store/cases.ts';
import { updateConversation } from '../store/conversations.ts';
import { type CaseOutcome, changeCase } from './change-case.ts';
import type { Core } from './core.ts';
import { workspaceNow } from './workspace-now.ts';

/**
 * Moves a case on. Resolving it frees its conversation for the next case; any other status on a resolved one
 * reopens it, unless another case of the conversation is unresolved by now: there is at most one.
 *
 * @param input.snoozedUntil  When a SNOOZED case shall come back; of no meaning with another status.
 */
export async function setCaseStatus(
  core: Core,
  viewer: WorkspaceViewer,
  input: { readonly caseId: CaseId; readonly status: CaseStatus; readonly snoozedUntil: Date | null },
): Promise<CaseOutcome> {
  const now = await workspaceNow(core, viewer.workspaceId);
  const { caseId, status } = input;
  const snoozedUntil = status === 'SNOOZED' ? input.snoozedUntil : null;
  if (status === 'SNOOZED' && (snoozedUntil === null || snoozedUntil <= now)) {
    return validationFailed('A snoozed case needs a time in the future to come back.', ['snoozedUntil']);
  }

  return await changeCase(core, viewer, caseId, async (queries, found, conversation) => {
    if (found.status === status && found.snoozedUntil?.getTime() === snoozedUntil?.getTime()) {
      return { kind: 'done', case: found };
    }
    if (conversation.openCaseId !== null && conversation.openCaseId !== found.id) {
      return conflict('Another case of this conversation is open; resolve that one first.', ['caseId']);
    }
    const isResolved = status === 'RESOLVED';
    await updateConversation(
      queries,
      conversation,
      isResolved
        ? { openCaseId: null, lastCaseId: found.id, lastCaseResolvedAt: now }
        : { openCaseId: found.id, lastCaseId: found.id },
    );
    const resolvedAt = isResolved ? now : null;
    return { kind: 'done', case: await updateCase(queries, found, { status, snoozedUntil, resolvedAt }) };
  });
}
