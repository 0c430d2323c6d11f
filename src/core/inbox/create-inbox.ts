import type { InboxId } from '../model/ids.ts';
import { NAME_RULE, readName } from '../model/name.ts';
import { type Forbidden, forbidden, type ValidationFailed, validationFailed } from '../model/result.ts';
import { hasRole, type WorkspaceViewer } from '../model/viewer.ts';
import { insertInbox } from '../store/inboxes.ts';
import { newId } from '../store/new-id.ts';
import type { Inbox } from '../store/rows.ts';
import type { Core } from './core.ts';

const MAX_GRACE_SECONDS = 366 * 24 * 3600;

/** Opens a desk. Which accounts feed it is each account's setting. */
export async function createInbox(
  core: Core,
  viewer: WorkspaceViewer,
  input: {
    readonly name: string;
    /** A contact who writes this soon after a case was resolved reopens it; later, the next case opens. */
    readonly caseReopenGraceSeconds: number;
  },
): Promise<{ readonly kind: 'done'; readonly inbox: Inbox } | ValidationFailed | Forbidden> {
  if (!hasRole(viewer, 'ADMIN')) return forbidden('ADMIN');
  const name = readName(input.name);
  if (name === null) return validationFailed(NAME_RULE, ['name']);
  const graceSeconds = input.caseReopenGraceSeconds;
  if (!Number.isInteger(graceSeconds) || graceSeconds < 0 || graceSeconds > MAX_GRACE_SECONDS) {
    return validationFailed(`It is a whole number of seconds from 0 to ${MAX_GRACE_SECONDS} (a year).`, [
      'caseReopenGraceSeconds',
    ]);
  }

  const inbox = await insertInbox(core.db, {
    id: newId<InboxId>(),
    workspaceId: viewer.workspaceId,
    name,
    caseReopenGraceMs: graceSeconds * 1000,
    createdAt: core.clock.now(),
  });
  return { kind: 'done', inbox };
}
