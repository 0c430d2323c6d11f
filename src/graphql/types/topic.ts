import { subscriptionPayload } from '../../core/consent/subscription-payload.ts';
import type { TopicView } from '../../core/store/reads/shapes.ts';
import { listTopics } from '../../core/store/topics.ts';
import { builder } from '../builder.ts';
import { PurposeEnum } from './enums.ts';
import { WorkspaceType } from './workspace.ts';

const TopicWordingType = builder
  .objectRef<{ readonly language: string; readonly wording: string }>('TopicWording')
  .implement({
    description: 'The question of a topic in one language.',
    fields: (t) => ({
      language: t.exposeString('language', { description: 'BCP 47.' }),
      wording: t.exposeString('wording', { description: 'Word for word.' }),
    }),
  });

export const TopicType = builder.objectRef<TopicView>('Topic');
builder.node(TopicType, {
  id: { resolve: ({ id }) => id },
  description:
    'Something that contacts can agree to: a newsletter, a kind of offer, a series of notifications.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What people call it.' }),
    description: t.exposeString('description', {
      nullable: true,
      description: 'For contacts: what they get, and how often; null: nothing is said.',
    }),
    purpose: t.expose('purpose', { type: PurposeEnum, description: 'Why its messages are sent.' }),
    languages: t.stringList({
      description: 'BCP 47: what it is published in; empty: nobody told.',
      resolve: ({ languages }) => [...languages],
    }),
    wording: t.exposeString('wording', {
      description: 'The exact question that contacts are asked, where their language has none of its own.',
    }),
    wordings: t.field({
      type: [TopicWordingType],
      description: 'The same by language.',
      resolve: ({ wordings }) =>
        Object.entries(wordings).map(([language, wording]) => ({ language, wording })),
    }),
    keywords: t.stringList({
      description: 'Whoever writes one of these and nothing else is asked to confirm.',
      resolve: ({ keywords }) => [...keywords],
    }),
    subscribePayload: t.string({
      description: 'What a button on any message sends back to begin the sign-up.',
      resolve: ({ id }) => subscriptionPayload({ wish: 'subscribe', topicId: id }),
    }),
    archivedAt: t.expose('archivedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'No longer offered from then on; null: it is.',
    }),
    privacyNoticeUrl: t.exposeString('privacyNoticeUrl', {
      nullable: true,
      description: 'What they can read beforehand; null: nothing.',
    }),
    privacyNoticeVersion: t.exposeString('privacyNoticeVersion', {
      nullable: true,
      description: 'Which version of it.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
  }),
});

builder.objectField(WorkspaceType, 'topics', (t) =>
  t.field({
    type: [TopicType],
    description: 'What contacts can agree to, by name.',
    resolve: async ({ id }, _arguments, { services }) => [...(await listTopics(services.core.db, id))],
  }),
);
