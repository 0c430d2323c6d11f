import type { Core } from '../inbox/core.ts';
import type { AudienceId, ContactId } from '../model/ids.ts';
import { conflict, forbidden, notFound, type UserError, validationFailed } from '../model/result.ts';
import { hasRole, type WorkspaceViewer } from '../model/viewer.ts';
import { addAudienceMembers, findUnknownContact } from '../store/audiences.ts';
import { findAudience } from '../store/campaigns.ts';
import { type AudienceDone, MOST_MEMBERS_AT_ONCE } from './create-audience.ts';

/** Puts contacts on a list; who stands on it already stays. */
export async function addMembers(
  core: Core,
  viewer: WorkspaceViewer,
  command: { readonly audienceId: AudienceId; readonly contactIds: readonly ContactId[] },
): Promise<AudienceDone | UserError> {
  if (!hasRole(viewer, 'ADMIN')) return forbidden('ADMIN');
  const { contactIds } = command;
  if (contactIds.length > MOST_MEMBERS_AT_ONCE) {
    return validationFailed(`At most ${MOST_MEMBERS_AT_ONCE} at once, got ${contactIds.length}.`, [
      'contactIds',
    ]);
  }
  const audience = await findAudience(core.db, viewer.workspaceId, command.audienceId);
  if (audience === null) return notFound('audience', ['audienceId']);
  if (audience.kind !== 'LIST')
    return conflict('It is a saved query: whoever fits belongs to it.', ['audienceId']);
  const unknown = await findUnknownContact(core.db, viewer.workspaceId, contactIds);
  if (unknown !== null) return notFound('contact', ['contactIds', unknown]);
  await addAudienceMembers(core.db, audience, contactIds);
  return { kind: 'done', audience };
}
