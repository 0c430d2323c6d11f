import { commit } from '../inbox/commit.ts';
import type { Core } from '../inbox/core.ts';
import type { TopicId } from '../model/ids.ts';
import { conflict, forbidden, type UserError } from '../model/result.ts';
import { hasRole, type WorkspaceViewer } from '../model/viewer.ts';
import type { Purpose } from '../model/words.ts';
import { newId } from '../store/new-id.ts';
import type { Topic } from '../store/rows.ts';
import { findTakenKeyword, insertTopic } from '../store/topics.ts';
import { checkTopicTerms, keywordTaken, newSignUpRef, type TopicTerms } from './topic-terms.ts';

export interface NewTopic
  extends Pick<TopicTerms, 'name' | 'privacyNoticeUrl' | 'privacyNoticeVersion'>,
    Partial<Pick<TopicTerms, 'description' | 'languages' | 'wordings' | 'keywords'>> {
  readonly purpose: Purpose;
  /** The exact question that contacts are asked; null: one is made of the name. */
  readonly wording: string | null;
}

export interface TopicCreated {
  readonly kind: 'created';
  readonly topic: Topic;
}

/** Makes something that contacts can agree to. */
export async function createTopic(
  core: Core,
  viewer: WorkspaceViewer,
  { purpose, ...input }: NewTopic,
): Promise<TopicCreated | UserError> {
  if (!hasRole(viewer, 'ADMIN')) return forbidden('ADMIN');
  const checked = checkTopicTerms({
    description: null,
    languages: [],
    wordings: {},
    keywords: [],
    ...input,
    wording: input.wording ?? `Do you want to receive "${input.name}" here? You can stop at any time.`,
  });
  if (checked.kind !== 'checked') return checked;
  const { terms } = checked;
  return commit<TopicCreated | UserError>(core, viewer.workspaceId, async (queries) => {
    const taken = await findTakenKeyword(queries, viewer.workspaceId, terms.keywords, null);
    if (taken !== null) return { result: keywordTaken(taken), events: [] };
    const topic = await insertTopic(queries, {
      ...terms,
      languages: [...terms.languages],
      keywords: [...terms.keywords],
      purpose,
      signUpRef: newSignUpRef(),
      id: newId<TopicId>(),
      workspaceId: viewer.workspaceId,
      createdAt: core.clock.now(),
    });
    return {
      result:
        topic === null
          ? conflict(`There is a topic "${terms.name}" already.`, ['name'])
          : { kind: 'created', topic },
      events: [],
    };
  });
}
