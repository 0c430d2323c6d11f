import { commit } from '../inbox/commit.ts';
import type { Core } from '../inbox/core.ts';
import type { TopicId } from '../model/ids.ts';
import { NAME_RULE, readName } from '../model/name.ts';
import { conflict, forbidden, type UserError, validationFailed } from '../model/result.ts';
import { hasRole, type WorkspaceViewer } from '../model/viewer.ts';
import type { Purpose } from '../model/words.ts';
import { newId } from '../store/new-id.ts';
import type { Topic } from '../store/rows.ts';
import { insertTopic } from '../store/topics.ts';

const MAX_WORDING = 1_000;

export interface NewTopic {
  readonly name: string;
  readonly purpose: Purpose;
  /** The exact question that contacts are asked; null: one is made of the name. */
  readonly wording: string | null;
  readonly privacyNoticeUrl: string | null;
  readonly privacyNoticeVersion: string | null;
}

export interface TopicCreated {
  readonly kind: 'created';
  readonly topic: Topic;
}

/** Makes something that contacts can agree to. */
export async function createTopic(
  core: Core,
  viewer: WorkspaceViewer,
  input: NewTopic,
): Promise<TopicCreated | UserError> {
  if (!hasRole(viewer, 'ADMIN')) return forbidden('ADMIN');
  const name = readName(input.name);
  if (name === null) return validationFailed(NAME_RULE, ['name']);
  const wording = input.wording ?? `Do you want to receive "${name}" here? You can stop at any time.`;
  if (wording.trim() === '' || wording.length > MAX_WORDING) {
    return validationFailed(`A wording has 1 to ${MAX_WORDING} characters.`, ['wording']);
  }
  return commit<TopicCreated | UserError>(core, viewer.workspaceId, async (queries) => {
    const topic = await insertTopic(queries, {
      ...input,
      name,
      wording,
      id: newId<TopicId>(),
      workspaceId: viewer.workspaceId,
      createdAt: core.clock.now(),
    });
    return {
      result:
        topic === null
          ? conflict(`There is a topic "${name}" already.`, ['name'])
          : { kind: 'created', topic },
      events: [],
    };
  });
}
