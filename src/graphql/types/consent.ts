import { GraphQLError } from 'graphql';
import { toDataURL, toString as toText } from 'qrcode';
import { signUpLinks } from '../../core/consent/sign-up-links.ts';
import { subscriptionPayload } from '../../core/consent/subscription-payload.ts';
import { type Subscription, subscriptionsOf } from '../../core/consent/subscriptions.ts';
import { TOPIC_SUBSCRIPTION_STATES, type TopicSubscriptionState } from '../../core/model/audience.ts';
import {
  CONSENT_ACTIONS,
  CONSENT_METHODS,
  LEGAL_BASES,
  SUBSCRIPTION_STATES,
} from '../../core/model/consent.ts';
import { channelAccountsInOrder } from '../../core/store/reads/lists.ts';
import type { Page } from '../../core/store/reads/page.ts';
import type { ChannelAccountView, ConsentRecordView, TopicView } from '../../core/store/reads/shapes.ts';
import {
  newestSubscriptions,
  subscriptionsInState,
  subscriptionsOfContact,
  subscriptionsOfTopic,
} from '../../core/store/reads/topic-subscriptions.ts';
import { countSubscriptions } from '../../core/store/topic-counts.ts';
import { listTopics } from '../../core/store/topics.ts';
import { builder } from '../builder.ts';
import { connectionOf } from '../connection.ts';
import { toConnection, toPageRequest } from '../paging.ts';
import { ContactType } from './contact.ts';
import { enumOf, PurposeEnum } from './enums.ts';
import { IdentityType } from './identity.ts';
import { MessageType } from './message.ts';
import { ChannelAccountType, existing, WorkspaceType } from './workspace.ts';

export const SubscriptionStateEnum = enumOf(
  'SubscriptionState',
  'Where a consent stands.',
  SUBSCRIPTION_STATES,
  {
    REQUESTED: 'Asked; no answer yet.',
    GRANTED: 'Given once, not confirmed.',
    CONFIRMED: 'Given, and confirmed or proven otherwise.',
    WITHDRAWN: 'Refused or taken back.',
    EXPIRED: 'Asked, and not answered in time.',
  },
);
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

export const ConsentActionEnum = enumOf('ConsentAction', 'What an entry says happened.', CONSENT_ACTIONS, {
  REQUESTED: 'The contact was asked.',
  GRANTED: 'The contact agreed once.',
  CONFIRMED: 'The contact confirmed, or it is proven otherwise.',
  DECLINED: 'The contact was asked and said no.',
  WITHDRAWN: 'The contact took it back.',
});
export const ConsentMethodEnum = enumOf('ConsentMethod', 'How an entry came about.', CONSENT_METHODS, {
  DOUBLE_OPT_IN: 'By a question in the conversation.',
  WORD: 'The contact wrote it.',
  BUTTON: 'The contact tapped it.',
  PLATFORM: 'The contact told the platform.',
  BLOCK: 'The contact blocked the account.',
  RECORDED: 'A colleague or program wrote it down.',
  IMPORT: 'Taken over from another system.',
});
export const LegalBasisEnum = enumOf('LegalBasis', 'On what the processing rests.', LEGAL_BASES, {
  CONSENT: 'The contact’s consent.',
  CONTRACT: 'A contract with the contact.',
  LEGITIMATE_INTEREST: 'A legitimate interest.',
  EXISTING_CUSTOMER: 'The exception that some laws make for existing customers.',
});

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

export const ConsentRecordType = builder.objectRef<ConsentRecordView>('ConsentRecord');
builder.node(ConsentRecordType, {
  id: { resolve: ({ id }) => id },
  description: 'An entry of the ledger. It is never changed, and holds the hash of the one before it.',
  fields: (t) => ({
    number: t.exposeInt('number', { description: 'Its place in the workspace’s ledger, from 1.' }),
    action: t.expose('action', { type: ConsentActionEnum, description: 'What happened.' }),
    method: t.expose('method', { type: ConsentMethodEnum, description: 'How.' }),
    legalBasis: t.expose('legalBasis', { type: LegalBasisEnum, description: 'On what it rests.' }),
    topic: t.field({
      type: TopicType,
      nullable: true,
      description: 'To what; null: to the purpose as a whole.',
      resolve: ({ topicId }, _arguments, { reads }) => (topicId === null ? null : reads.topic(topicId)),
    }),
    purpose: t.expose('purpose', { type: PurposeEnum, description: 'For what.' }),
    identity: t.field({
      type: IdentityType,
      description: 'Who, and in which channel.',
      resolve: async ({ identityId }, _arguments, { reads }) =>
        existing(await reads.identity(identityId), 'identity'),
    }),
    channel: t.exposeString('channel', { description: 'The channel that it is for.' }),
    wording: t.exposeString('wording', {
      nullable: true,
      description: 'What the contact was shown, word for word.',
    }),
    privacyNoticeUrl: t.exposeString('privacyNoticeUrl', {
      nullable: true,
      description: 'What the contact could read.',
    }),
    privacyNoticeVersion: t.exposeString('privacyNoticeVersion', {
      nullable: true,
      description: 'Which version.',
    }),
    message: t.field({
      type: MessageType,
      nullable: true,
      description: 'The message that proves it.',
      resolve: ({ messageId }, _arguments, { reads }) =>
        messageId === null ? null : reads.message(messageId),
    }),
    isOwnWord: t.exposeBoolean('isOwnWord', {
      description: 'The contact wrote or tapped it in this very channel.',
    }),
    evidence: t.exposeString('evidence', {
      nullable: true,
      description: 'Where other proof lies; null: nowhere, or erased.',
    }),
    occurredAt: t.expose('occurredAt', { type: 'DateTime', description: 'When the contact did it.' }),
    recordedAt: t.expose('recordedAt', { type: 'DateTime', description: 'When it was written down.' }),
    hash: t.string({
      description: 'SHA-256 over the entry and the hash before it, in hex.',
      resolve: ({ hash }) => Buffer.from(hash).toString('hex'),
    }),
  }),
});

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

const SignUpLinkType = builder
  .objectRef<{ url: string; account: ChannelAccountView }>('SignUpLink')
  .implement({
    description: 'A link that opens a chat and begins the sign-up; to be put up, printed or posted.',
    fields: (t) => ({
      channelAccount: t.expose('account', { type: ChannelAccountType, description: 'With which account.' }),
      url: t.exposeString('url', { description: 'The link.' }),
      qrSvg: t.string({
        description: 'The link as a QR code, an SVG document.',
        resolve: ({ url }) => toText(url, { type: 'svg', errorCorrectionLevel: 'M' }),
      }),
      qrPng: t.string({
        description: 'The same as a PNG, in a `data:` address.',
        resolve: ({ url }) => toDataURL(url, { errorCorrectionLevel: 'M', width: 512 }),
      }),
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
        const now = services.core.clock.now();
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
    resolve: async ({ id, workspaceId }, _arguments, { services: { core } }) => [
      ...(await countSubscriptions(core.db, workspaceId, id, core.clock.now())),
    ],
  }),
  signUpLinks: t.field({
    type: [SignUpLinkType],
    description: 'For each active account that links can lead to; at most 100.',
    args: {
      source: t.arg.string({
        description: 'Where it is put up, 1 to 30 letters, digits and _; comes back with whoever follows it.',
      }),
    },
    resolve: async (topic, { source }, { reads, services: { core } }) => {
      const { items } = await reads.page(channelAccountsInOrder, [], toPageRequest({ first: 100 }));
      const accounts = new Map(items.map(({ row }) => [row.id, row]));
      const links = signUpLinks(core.channels, [...accounts.values()], topic, source ?? null);
      if (links === null) {
        throw new GraphQLError('A source has 1 to 30 letters, digits and underscores.', {
          extensions: { code: 'BAD_SOURCE' },
        });
      }
      return links.flatMap(({ channelAccountId, url }) => {
        const account = accounts.get(channelAccountId);
        return account === undefined ? [] : [{ url, account }];
      });
    },
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
        const now = services.core.clock.now();
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

builder.objectField(ContactType, 'consentRecords', (t) =>
  t.field({
    type: [ConsentRecordType],
    description: 'The whole story of this person’s consents, over all channels, newest first; for an export.',
    resolve: async ({ id }, _arguments, { reads }) => {
      const identities = await reads.identitiesOf(id);
      const records = await Promise.all(identities.map((identity) => reads.consentRecordsOf(identity.id)));
      return records.flat().toSorted((one, other) => other.number - one.number);
    },
  }),
);

builder.objectField(WorkspaceType, 'topics', (t) =>
  t.field({
    type: [TopicType],
    description: 'What contacts can agree to, by name.',
    resolve: async ({ id }, _arguments, { services }) => [...(await listTopics(services.core.db, id))],
  }),
);
