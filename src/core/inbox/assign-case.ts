import type { CaseId, MemberId } from '../model/ids.ts';
import { notFound, validationFailed } from '../model/result.ts';
import type { WorkspaceViewer } from '../model/viewer.ts';
import { updateCase } from '../store/cases.ts';
import { findMember } from '../store/members.ts';
import { type CaseOutcome, changeCase } from './change-case.ts';
import type { Core } from './core.ts';

/** Gives a case to a colleague, or to nobody. */
export async function assignCase(
  core: Core,
  viewer: WorkspaceViewer,
  input: { readonly caseId: CaseId; readonly assigneeId: MemberId | null },
): Promise<CaseOutcome> {
  const { caseId, assigneeId } = input;
  return await changeCase(core, viewer, caseId, async (queries, found) => {
    if (found.assigneeId === assigneeId) return { kind: 'done', case: found };
    if (assigneeId !== null) {
      const assignee = await findMember(queries, viewer.workspaceId, assigneeId);
      if (assignee === null) return notFound('member', ['assigneeId']);
      if (!assignee.isActive) return validationFailed('This member has left.', ['assigneeId']);
    }
    return { kind: 'done', case: await updateCase(queries, found, { assigneeId }) };
  });
}
