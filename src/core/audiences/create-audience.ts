import type { Core } from '../inbox/core.ts';
import type { AudienceQuery } from '../model/audience.ts';
import type { AudienceId, ContactId } from '../model/ids.ts';
import { NAME_RULE, readName } from '../model/name.ts';
import { conflict, forbidden, notFound, type UserError, validationFailed } from '../model/result.ts';
import { storableJson } from '../model/storable-text.ts';
import { hasRole, type WorkspaceViewer } from '../model/viewer.ts';
import { addAudienceMembers, findUnknownContact, insertAudience } from '../store/audiences.ts';
import { newId } from '../store/new-id.ts';
import type { Audience } from '../store/rows.ts';
import { findTopic } from '../store/topics.ts';

/** A larger list is made of several calls: `addAudienceMembers`. */
export const MOST_MEMBERS_AT_ONCE = 1_000;

export interface AudienceDone {
  readonly kind: 'done';
  readonly audience: Audience;
}

/** One of the two: whoever fits each time, or exactly these. */
export interface AudienceDraft {
  readonly name: string;
  readonly query: AudienceQuery | null;
  readonly contactIds: readonly ContactId[] | null;
}

/** Saves a question about contacts, or names some of them. */
export async function createAudience(
  core: Core,
  viewer: WorkspaceViewer,
  input: AudienceDraft,
): Promise<AudienceDone | UserError> {
  if (!hasRole(viewer, 'ADMIN')) return forbidden('ADMIN');
  const { workspaceId } = viewer;
  const name = readName(input.name);
  if (name === null) return validationFailed(NAME_RULE, ['name']);
  // Neither could be taken for everybody, and both for either: nobody writes to people by mistake.
  if ((input.query === null) === (input.contactIds === null)) {
    return validationFailed('Give a query or contactIds, one of the two.', ['contactIds']);
  }
  const query = input.query === null ? null : storableJson(input.query);
  const contactIds = input.contactIds ?? [];
  if (contactIds.length > MOST_MEMBERS_AT_ONCE) {
    return validationFailed(`At most ${MOST_MEMBERS_AT_ONCE} at once, got ${contactIds.length}.`, [
      'contactIds',
    ]);
  }
  const topicId = query?.topic?.topicId;
  if (topicId !== undefined && (await findTopic(core.db, workspaceId, topicId)) === null) {
    return notFound('topic', ['query', 'topicId']);
  }
  const unknown = await findUnknownContact(core.db, workspaceId, contactIds);
  if (unknown !== null) return notFound('contact', ['contactIds', unknown]);
  return core.db.transaction<AudienceDone | UserError>(async (queries) => {
    const audience = await insertAudience(queries, {
      id: newId<AudienceId>(),
      workspaceId,
      name,
      kind: query === null ? 'LIST' : 'QUERY',
      query,
      createdAt: core.clock.now(),
    });
    if (audience === null) return conflict(`There is an audience "${name}" already.`, ['name']);
    await addAudienceMembers(queries, audience, contactIds);
    return { kind: 'done', audience };
  });
}
