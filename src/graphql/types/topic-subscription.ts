import { type Subscription, subscriptionsOf } from '../../core/consent/subscriptions.ts';
import { TOPIC_SUBSCRIPTION_STATES, type TopicSubscriptionState } from '../../core/model/audience.ts';
import type { Page } from '../../core/store/reads/page.ts';
import type { ConsentRecordView } from '../../core/store/reads/shapes.ts';
import {
  newestSubscriptions,
  subscriptionsInState,
  subscriptionsOfContact,
  subscriptionsOfTopic,
} from '../../core/store/reads/topic-subscriptions.ts';
import { countSubscriptions } from '../../core/store/topic-counts.ts';
import { builder } from '../builder.ts';
import { connectionOf } from '../connection.ts';
import { toConnection, toPageRequest } from '../paging.ts';
import { ConsentRecordType } from './consent.ts';
import { ContactType } from './contact.ts';
import { enumOf, PurposeEnum } from './enums.ts';
import { IdentityType } from './identity.ts';
import { TopicType } from './topic.ts';
import { existing } from './workspace.ts';

export const TopicSubscriptionStateEnum = enumOf(
  'TopicSubscriptionState',
  'Where a subscription to a topic stands.',
  TOPIC_SUBSCRIPTION_STATES,
  {
    PENDING: 'Asked, or agreed once, and not confirmed.',
    CONFIRMED: 'Gets what is sent.',
    WITHDRAWN: 'Refused or taken back.',
    EXPIRED: 'Asked, and not answered in time.',
  },
);

const STATE: Readonly<Record<Subscription['state'], TopicSubscriptionState>> = {
  REQUESTED: 'PENDING',
  GRANTED: 'PENDING',
  CONFIRMED: 'CONFIRMED',
  WITHDRAWN: 'WITHDRAWN',
  EXPIRED: 'EXPIRED',
};

const TopicSubscriptionType = builder.objectRef<Subscription>('TopicSubscription');
const topicSubscriptions = connectionOf(TopicSubscriptionType, 'TopicSubscription');
TopicSubscriptionType.implement({
  description: 'Where a consent stands: derived from the ledger, never stored.',
  fields: (t) => ({
    topic: t.field({
      type: TopicType,
      nullable: true,
      description: 'To what; null: to the purpose as a whole.',
      resolve: ({ topicId }, _arguments, { reads }) => (topicId === null ? null : reads.topic(topicId)),
    }),
    purpose: t.expose('purpose', { type: PurposeEnum, description: 'For what.' }),
    state: t.field({
      type: TopicSubscriptionStateEnum,
      description: 'Where it stands now.',
      resolve: ({ state }) => STATE[state],
    }),
    since: t.expose('since', { type: 'DateTime', description: 'Since when.' }),
    identity: t.field({
      type: IdentityType,
      description: 'Who, and in which channel.',
      resolve: async ({ record }, _arguments, { reads }) =>
        existing(await reads.identity(record.identityId), 'identity'),
    }),
    record: t.expose('record', { type: ConsentRecordType, description: 'The entry that says so.' }),
  }),
});

const SubscriptionCountType = builder
  .objectRef<{ readonly state: TopicSubscriptionState; readonly count: number }>('SubscriptionCount')
  .implement({
    description: 'How many subscriptions stand where.',
    fields: (t) => ({
      state: t.expose('state', { type: TopicSubscriptionStateEnum, description: 'Where.' }),
      count: t.exposeInt('count', { description: 'How many.' }),
    }),
  });

const withSubscriptions = (page: Page<ConsentRecordView>, at: Date): Page<Subscription> => ({
  ...page,
  items: page.items.flatMap(({ row, position }) =>
    subscriptionsOf([row], at).map((subscription) => ({ row: subscription, position })),
  ),
});

builder.objectFields(TopicType, (t) => ({
  subscriptions: t.connection(
    {
      type: TopicSubscriptionType,
      description: 'Who subscribed, and where that stands; newest first.',
      args: {
        states: t.arg({ type: [TopicSubscriptionStateEnum], description: 'Only these. Default: all.' }),
      },
      resolve: async ({ id }, { states, ...page }, { reads, services }) => {
        const now = await reads.now(services.core.clock);
        const filters = [
          subscriptionsOfTopic(id),
          ...(states == null ? [] : [subscriptionsInState(states, now)]),
        ];
        const found = await reads.page(newestSubscriptions, filters, toPageRequest(page));
        return toConnection(withSubscriptions(found, now));
      },
    },
    topicSubscriptions,
  ),
  subscriptionCounts: t.field({
    type: [SubscriptionCountType],
    description: 'How many subscriptions stand where.',
    resolve: async ({ id, workspaceId }, _arguments, { reads, services: { core } }) => [
      ...(await countSubscriptions(core.db, workspaceId, id, await reads.now(core.clock))),
    ],
  }),
}));
builder.objectField(ContactType, 'topicSubscriptions', (t) =>
  t.connection(
    {
      type: TopicSubscriptionType,
      description: 'What this person subscribed to, on any channel; newest first.',
      args: {
        states: t.arg({ type: [TopicSubscriptionStateEnum], description: 'Only these. Default: all.' }),
      },
      resolve: async ({ id }, { states, ...page }, { reads, services }) => {
        const now = await reads.now(services.core.clock);
        const filters = [
          subscriptionsOfContact(id),
          ...(states == null ? [] : [subscriptionsInState(states, now)]),
        ];
        const found = await reads.page(newestSubscriptions, filters, toPageRequest(page));
        return toConnection(withSubscriptions(found, now));
      },
    },
    topicSubscriptions,
  ),
);

builder.objectField(IdentityType, 'subscriptions', (t) =>
  t.field({
    type: [TopicSubscriptionType],
    description: 'What this contact has agreed to, refused or taken back here.',
    resolve: async ({ id }, _arguments, { reads, services }) => [
      ...subscriptionsOf(await reads.consentRecordsOf(id), await reads.now(services.core.clock)),
    ],
  }),
);
