import type { Core } from '../inbox/core.ts';
import type { TopicId } from '../model/ids.ts';
import { conflict, forbidden, notFound, type UserError } from '../model/result.ts';
import { hasRole, type WorkspaceViewer } from '../model/viewer.ts';
import type { Topic } from '../store/rows.ts';
import { changeTopic, findTakenKeyword, findTopic } from '../store/topics.ts';
import { checkTopicTerms, keywordTaken, newSignUpRef, type TopicTerms } from './topic-terms.ts';

export interface TopicChanged {
  readonly kind: 'changed';
  readonly topic: Topic;
}

/**
 * Changes what is said of a topic from now on; what contacts agreed to before stands in the ledger in the words that
 * they read. What is absent stays as it is.
 */
export async function updateTopic(
  core: Core,
  viewer: WorkspaceViewer,
  command: {
    readonly topicId: TopicId;
    readonly change: Partial<TopicTerms>;
    /** True: no longer offered; nobody can subscribe any more. Absent: as it is. */
    readonly isArchived?: boolean;
  },
): Promise<TopicChanged | UserError> {
  if (!hasRole(viewer, 'ADMIN')) return forbidden('ADMIN');
  const topic = await findTopic(core.db, viewer.workspaceId, command.topicId);
  if (topic === null) return notFound('topic', ['topicId']);
  const { name, description, languages, wording, wordings, keywords } = topic;
  const { privacyNoticeUrl, privacyNoticeVersion } = topic;
  const checked = checkTopicTerms({
    ...{ name, description, languages, wording, wordings, keywords },
    ...{ privacyNoticeUrl, privacyNoticeVersion },
    ...command.change,
  });
  if (checked.kind !== 'checked') return checked;
  const { terms } = checked;
  const { isArchived = topic.archivedAt !== null } = command;
  const taken = isArchived
    ? null
    : await findTakenKeyword(core.db, viewer.workspaceId, terms.keywords, topic.id);
  if (taken !== null) return keywordTaken(taken);
  const changed = await changeTopic(core.db, topic, {
    ...terms,
    languages: [...terms.languages],
    keywords: [...terms.keywords],
    signUpRef: topic.signUpRef ?? newSignUpRef(),
    archivedAt: isArchived ? (topic.archivedAt ?? core.clock.now()) : null,
  });
  return changed === null
    ? conflict(`There is a topic "${terms.name}" already.`, ['name'])
    : { kind: 'changed', topic: changed };
}
