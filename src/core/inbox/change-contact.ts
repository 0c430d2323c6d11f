import { isDeepStrictEqual } from 'node:util';
import type { ContactId } from '../model/ids.ts';
import { forbidden, notFound, type UserError } from '../model/result.ts';
import { hasRole, type WorkspaceViewer } from '../model/viewer.ts';
import { lockContact, updateContact as writeContact } from '../store/contacts.ts';
import type { Contact } from '../store/rows.ts';
import { commit } from './commit.ts';
import type { Core } from './core.ts';

export type ContactOutcome = { readonly kind: 'done'; readonly contact: Contact } | UserError;

/** What shall be different, or why it can not be. */
type ContactChange = (
  found: Contact,
) =>
  | { readonly kind: 'change'; readonly columns: Partial<Pick<Contact, Changeable>> }
  | Exclude<ContactOutcome, { readonly kind: 'done' }>;
type Changeable = 'name' | 'locale' | 'timeZone' | 'attributes' | 'tags';

/** Changes one contact while it is held, and tells the workspace's readers when something really changed. */
export async function changeContact(
  core: Core,
  viewer: WorkspaceViewer,
  contactId: ContactId,
  change: ContactChange,
): Promise<ContactOutcome> {
  if (!hasRole(viewer, 'AGENT')) return forbidden('AGENT');
  return await commit<ContactOutcome>(core, viewer.workspaceId, async (queries) => {
    const found = await lockContact(queries, viewer.workspaceId, contactId);
    if (found === null) return { result: notFound('contact', ['contactId']), events: [] };
    const wanted = change(found);
    if (wanted.kind !== 'change') return { result: wanted, events: [] };
    const isSame = isDeepStrictEqual({ ...found, ...wanted.columns }, found);
    if (isSame) return { result: { kind: 'done', contact: found }, events: [] };
    const contact = await writeContact(queries, found, wanted.columns);
    return {
      result: { kind: 'done', contact },
      events: [{ type: 'CONTACT_CHANGED', subject: { contactId }, occurredAt: core.clock.now() }],
    };
  });
}
