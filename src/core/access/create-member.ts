import type { Core } from '../inbox/core.ts';
import type { MemberId } from '../model/ids.ts';
import { NAME_RULE, readName } from '../model/name.ts';
import { type Forbidden, forbidden, type ValidationFailed, validationFailed } from '../model/result.ts';
import { storableText } from '../model/storable-text.ts';
import { hasRole, type WorkspaceViewer } from '../model/viewer.ts';
import type { MemberRole } from '../model/words.ts';
import { insertMember } from '../store/members.ts';
import { newId } from '../store/new-id.ts';
import type { Member } from '../store/rows.ts';

/** RFC 5321: a path of 256 octets, less its angle brackets. */
const MAX_EMAIL_LENGTH = 254;

/** Adds a colleague. Nobody makes another one stronger than themselves. */
export async function createMember(
  core: Core,
  viewer: WorkspaceViewer,
  input: { readonly name: string; readonly email: string | null; readonly role: MemberRole },
): Promise<{ readonly kind: 'created'; readonly member: Member } | ValidationFailed | Forbidden> {
  if (!hasRole(viewer, 'ADMIN')) return forbidden('ADMIN');
  if (!hasRole(viewer, input.role)) return forbidden(input.role);
  const name = readName(input.name);
  if (name === null) return validationFailed(NAME_RULE, ['name']);
  const email = input.email === null ? null : storableText(input.email).trim();
  if (email !== null && (!email.includes('@') || email.length > MAX_EMAIL_LENGTH)) {
    return validationFailed('This is no e-mail address.', ['email']);
  }

  const member = await insertMember(core.db, {
    id: newId<MemberId>(),
    workspaceId: viewer.workspaceId,
    name,
    email,
    role: input.role,
    createdAt: core.clock.now(),
  });
  return { kind: 'created', member };
}
